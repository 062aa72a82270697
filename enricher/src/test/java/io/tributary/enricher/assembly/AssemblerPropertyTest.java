package io.tributary.enricher.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.enricher.assembly.Assembled.Tally;
import io.tributary.enricher.assembly.KnownRanges.Range;
import io.tributary.enricher.assembly.RandomLog.Cut;
import io.tributary.enricher.event.LogEvent;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.LogChunk;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The state is a join of ranges. Every run is named after its seed. */
class AssemblerPropertyTest {

    private static final int RUNS = 40;

    static Stream<Long> seeds() {
        return new Random().longs(RUNS).boxed();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveTheSameEventsWhenTheSameBytesAreCutDifferently(long seed) {
        // Given
        RandomLog random = new RandomLog(seed);
        byte[] log = random.anything(40);
        AssembledFile whole = new AssembledFile(smallLimits(random)).bytes(0, true, log);
        AssembledFile pieces = new AssembledFile(whole.limits);

        // When
        for (Cut cut : random.cuts(log, 1 + random.below(900))) {
            pieces.take(chunk(pieces, log, cut));
        }

        // Then
        assertThat(finished(pieces, log).events).isEqualTo(finished(whole, log).events);
        assertSumsHold(pieces);
        assertThat(pieces.sum(Tally::fresh)).isEqualTo(log.length);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldGiveNoEventTwiceWhenSendersBeginAgainAtAnyOlderPosition(long seed) {
        // Given
        RandomLog random = new RandomLog(seed);
        byte[] log = random.anything(40);
        AssembledFile once = new AssembledFile(smallLimits(random)).bytes(0, true, log);
        AssembledFile again = new AssembledFile(once.limits);

        // When
        int reached = 0;
        while (reached < log.length) {
            int from = random.below(reached + 1);
            int to = Math.min(log.length, from + 1 + random.below(3000));
            for (Cut cut : random.cuts(Arrays.copyOfRange(log, from, to), 1 + random.below(2000))) {
                again.take(chunk(again, log, new Cut(from + cut.from(), from + cut.to())));
            }
            reached = Math.max(reached, to);
        }

        // Then
        assertThat(finished(again, log).events).isEqualTo(finished(once, log).events);
        assertSumsHold(again);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldKnowTheSameRangesWhenTheSameRecordsComeInAnyOrderAnyNumberOfTimes(long seed) {
        // Given
        RandomLog random = new RandomLog(seed);
        byte[] log = random.wholeLines(60);
        AssembledFile inOrder = AssembledFile.withDefaults();
        List<LogChunk> records = new ArrayList<>();
        for (Cut cut : random.cutsAtLines(log, 400)) {
            if (random.below(4) == 0) {
                records.add(inOrder.chunk(
                        cut.from(), new ChunkGap((long) cut.to(), (long) cut.to() - cut.from(), "rotated")));
            }
            if (random.below(4) > 0) {
                records.add(chunk(inOrder, log, cut));
            }
        }
        records.forEach(inOrder::take);
        AssembledFile anyOrder = AssembledFile.withDefaults();

        // When
        random.shuffledWithRepetitions(records).forEach(anyOrder::take);

        // Then
        assertThat(known(anyOrder, log.length)).isEqualTo(known(inOrder, log.length));
        assertThat(messages(anyOrder)).isEqualTo(messages(inOrder));
        assertNoIdTwice(anyOrder);
        assertSumsHold(anyOrder);
        assertThat(missing(anyOrder))
                .isEqualTo(anyOrder.sum(Tally::gapBytes)
                        + anyOrder.sum(Tally::unannounced)
                        + anyOrder.sum(Tally::historyUnknown)
                        - anyOrder.sum(Tally::late));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldLoseNothingWhenChunksCutAnywhereAreSentAgainInOrder(long seed) {
        // Given
        RandomLog random = new RandomLog(seed);
        byte[] log = random.anything(40);
        List<Cut> cuts = random.cuts(log, log.length / 10);
        AssembledFile file = new AssembledFile(smallLimits(random));
        random.shuffledWithRepetitions(cuts).forEach(cut -> file.take(chunk(file, log, cut)));

        // When
        cuts.forEach(cut -> file.take(chunk(file, log, cut)));

        // Then
        assertThat(known(file, log.length).cardinality()).isEqualTo(log.length);
        assertThat(missing(file)).isZero();
        assertThat(file.sum(Tally::fresh)).isEqualTo(log.length);
        finished(file, log);
        assertNoIdTwice(file);
        assertSumsHold(file);
    }

    private static AssemblyLimits smallLimits(RandomLog random) {
        return AssemblyLimits.of(1 + random.below(600), 1 + random.below(1000))
                .with(List.of(Oversize.values()).get(random.below(3)));
    }

    private static AssembledFile finished(AssembledFile file, byte[] log) {
        file.end(log.length, true, true);
        assertThat(file.store.keySet()).as("what is left in the state").allMatch(key -> key.startsWith("f/"));
        return file;
    }

    private static LogChunk chunk(AssembledFile file, byte[] log, Cut cut) {
        boolean startsAtLine = cut.from() == 0 || log[cut.from() - 1] == '\n';
        ByteBuffer data =
                ByteBuffer.wrap(log, cut.from(), cut.to() - cut.from()).slice();
        return file.chunk(cut.from(), new ChunkBytes(startsAtLine, data));
    }

    private static KnownRanges ranges(AssembledFile file) {
        return file.store.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(FileState.PREFIX))
                .map(entry -> FileState.of(entry.getValue()).ranges)
                .findFirst()
                .orElseThrow();
    }

    private static BitSet known(AssembledFile file, int length) {
        KnownRanges ranges = ranges(file);
        BitSet known = new BitSet(length);
        known.set(0, (int) ranges.next());
        for (Range range : ranges.missing()) {
            known.clear((int) range.from(), (int) range.to());
        }
        return known;
    }

    private static long missing(AssembledFile file) {
        return ranges(file).missingBytes();
    }

    private static Map<String, String> messages(AssembledFile file) {
        return file.events.stream()
                .filter(event -> event.kind() == LogEvent.Kind.LINE)
                .collect(Collectors.toMap(LogEvent::id, event -> event.message().toString()));
    }

    private static void assertNoIdTwice(AssembledFile file) {
        assertThat(file.events).extracting(LogEvent::id).doesNotHaveDuplicates();
    }

    private static void assertSumsHold(AssembledFile file) {
        long ended = file.events.stream()
                .filter(event -> event.kind() == LogEvent.Kind.LINE && event.lastPart())
                .count();
        long open = file.store.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ContainerMessages.PREFIX))
                .count();
        if (open == 0) {
            assertThat(file.sum(Tally::lines)).isEqualTo(ended + file.sum(Tally::joined) + file.sum(Tally::oversize));
        }
        assertThat(file.sum(Tally::received)).isEqualTo(file.sum(Tally::fresh) + file.sum(Tally::duplicate));
    }
}
