package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.Chunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many containers on one node: nobody waits for a busy one, and nothing is left of those that are gone. */
class FairnessTest {

    private static final int QUIET = 300;

    /** With 10,000 it is an hour's worth of a busy cluster's node. */
    private static final int PODS = Integer.getInteger("pods", 2_000);

    private static final int CHUNK = 1024;

    /** Eight whole chunks, and one more where lines do not fill them. */
    private static final long CHUNKS_PER_TURN = 9;

    private static final Duration CYCLE = Duration.ofMillis(50);

    /** A quiet file is looked at twice a second. */
    private static final int CYCLES_PER_LOOK = 10;

    @TempDir
    private Path root;

    private TailBench bench;

    @BeforeEach
    void setUp() {
        bench = new TailBench(root, CHUNK);
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void shouldHandOverAQuietContainersLineWithinAFewTurnsOfABusyOne() {
        // Given: three hundred that are silent, and one that has more to read than all turns of this test can take
        for (int i = 0; i < QUIET; i++) {
            bench.append("../quiet-" + i + "/0.log", "first");
        }
        bench.poll();
        bench.write("0.log", (bench.line("x".repeat(900)) + "\n").repeat(4_000));
        bench.pollFor(Duration.ofSeconds(2));
        int before = bench.sink.chunks().size();

        // When
        bench.append("../quiet-123/0.log", "at last");

        // Then
        int cycles = 0;
        while (!isLast("quiet-123", bench.sink.chunks())) {
            assertThat(++cycles).as("cycles without the quiet line").isLessThanOrEqualTo(CYCLES_PER_LOOK + 1);
            bench.pollFor(CYCLE);
        }
        List<Chunk> since =
                bench.sink.chunks().subList(before, bench.sink.chunks().size());
        assertThat(since.stream().filter(chunk -> isOf("app", chunk)))
                .as("chunks of the busy one meanwhile")
                .hasSizeLessThanOrEqualTo((int) ((CYCLES_PER_LOOK + 1) * CHUNKS_PER_TURN))
                .isNotEmpty();
    }

    @Test
    void shouldHandOverALineWithinASecondOfAContainerThatWasSilentForHours() {
        bench.append("0.log", "first");
        bench.pollFor(Duration.ofHours(2));
        bench.sink.lines();

        List<String> line = bench.append("0.log", "at last");
        bench.pollFor(Duration.ofMillis(800));

        assertThat(bench.sink.lines()).isEqualTo(line);
    }

    @Test
    void shouldGiveEveryBusyContainerTheSameShareOfEachCycle() {
        for (int i = 0; i < 10; i++) {
            bench.write("../busy-" + i + "/0.log", (bench.line("x".repeat(900)) + "\n").repeat(1_000));
        }

        bench.pollFor(CYCLE.multipliedBy(10));

        assertThat(bench.sink.chunks().stream()
                        .collect(Collectors.groupingBy(chunk -> chunk.source().container(), Collectors.counting()))
                        .values())
                .hasSize(10)
                .containsOnly(10 * CHUNKS_PER_TURN);
    }

    @Test
    void shouldKeepNothingOfShortPodsThatAreGone() throws IOException {
        Set<String> expected = new HashSet<>();
        long handlesBefore = handles();
        for (int batch = 0; batch < PODS / 100; batch++) {
            // Given: a hundred pods that live for a second and a half
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                String name = "short-" + batch + "-" + i;
                names.add(name);
                expected.addAll(bench.append("../" + name + "/0.log", name));
            }
            bench.pollFor(Duration.ofMillis(1_500));

            // When
            for (String name : names) {
                bench.delete("../" + name + "/0.log");
                Files.delete(root.resolve(name));
            }
            bench.pollFor(Duration.ofMillis(500));
        }
        bench.pollFor(Duration.ofSeconds(20));

        // Then
        assertThat(sorted(bench.sink.lines())).isEqualTo(sorted(expected));
        assertThat(bench.sink.ends()).hasSize(expected.size()).allMatch(end -> end.gone() && end.instanceOver());
        assertThat(bench.positions.positions).as("in the checkpoint").isEmpty();
        assertThat(bench.positions.forgotten).hasSize(expected.size());
        assertThat(bench.positions.backlog.openFiles()).isZero();
        assertThat(bench.positions.backlog.pendingFiles()).isZero();
        assertThat(handles()).as("open handles").isLessThan(handlesBefore + 20);
    }

    private static boolean isLast(String container, List<Chunk> chunks) {
        return chunks.stream().filter(chunk -> isOf(container, chunk)).count() == 2;
    }

    private static boolean isOf(String container, Chunk chunk) {
        return chunk.source().container().equals(container);
    }

    private static long handles() throws IOException {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.count();
        }
    }

    private static List<String> sorted(Collection<String> lines) {
        return lines.stream().sorted().toList();
    }
}
