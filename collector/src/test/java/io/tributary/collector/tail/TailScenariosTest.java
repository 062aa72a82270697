package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.RawRecord;
import io.tributary.schemas.GapCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The independent tail scenarios, played by hand on real files. {@code A} is {@code 0.log}, {@code A.1} is {@code 0.log.<time>}.
 * A kill is played as what it leaves: what was handed over and not acknowledged is lost or has arrived, and all memory is gone; real
 * kills, and 500 of them, are played end to end.
 */
class TailScenariosTest {

    private static final String FIRST = "0.log.20240101-000000";
    private static final String SECOND = "0.log.20240101-000010";

    /** What was destroyed may have held more than anyone saw. */
    private static final Set<String> TOLD_LOSS = Set.of("tail-017-a", "tail-027");

    private record Scenario(Consumer<TailBench> steps, List<String> expected) {}

    private static final Map<String, Scenario> SCENARIOS = new TreeMap<>(Map.ofEntries(
            entry("tail-001", TailScenariosTest::renameWhileTheOldWriterStillWrites, null),
            entry("tail-002", TailScenariosTest::twoRotationsBeforeTheFirstIsFinished, null),
            entry("tail-003", TailScenariosTest::copytruncateWithAStaleWriter, null),
            entry("tail-007", TailScenariosTest::truncationWhileDown, null),
            entry("tail-009", TailScenariosTest::threeFilesRotateAtOnce, null),
            entry("tail-014", TailScenariosTest::permissionsAreRestored, null),
            entry("tail-015", TailScenariosTest::kubeletRotation, numbers(1, 3000)),
            entry("tail-017-a", TailScenariosTest::dockerTruncatesInPlace, numbers(1, 4)),
            entry("tail-017-b", TailScenariosTest::dockerRenames, numbers(1, 4)),
            entry("tail-017-c", TailScenariosTest::dockerUnlinks, numbers(1, 4)),
            entry("tail-018", TailScenariosTest::copytruncateAtUnluckyMoments, numbers(1, 1010)),
            entry("tail-021", TailScenariosTest::rotationSplitsAPartial, List.of("part1", "part2")),
            entry("tail-022", TailScenariosTest::fourRotationsWhileTheReaderIsStopped, numbers(1, 400)),
            entry("tail-026", TailScenariosTest::aDayOfChurn, numbers(1, 1200)),
            entry("tail-027", TailScenariosTest::rebootReusesTheRestartNumber, List.of("old", "new")),
            entry("tail-027-append", TailScenariosTest::rebootAppendsToTheOldFile, List.of("old", "new")),
            entry("tail-028", TailScenariosTest::lineWrittenInTwoCalls, List.of("caf\u00e9 au lait"))));

    private static Map.Entry<String, Scenario> entry(String id, Consumer<TailBench> steps, List<String> expected) {
        return Map.entry(id, new Scenario(steps, expected));
    }

    static Stream<String> ids() {
        return SCENARIOS.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void shouldDeliverEveryLineOnceAsTheScenarioSays(String id, @TempDir Path root) throws IOException {
        TailBench bench = new TailBench(root);
        Scenario scenario = SCENARIOS.get(id);

        scenario.steps().accept(bench);
        bench.poll();
        bench.close();

        List<String> messages =
                bench.sink.lines().stream().map(TailScenariosTest::message).toList();
        List<String> expected = scenario.expected() == null ? expected(id) : scenario.expected();
        if (id.equals("tail-009") || id.equals("tail-026")) {
            assertThat(messages).containsExactlyInAnyOrderElementsOf(expected);
        } else {
            assertThat(messages).isEqualTo(expected);
        }
        assertThat(bench.sink.gaps()).as("gaps").hasSize(TOLD_LOSS.contains(id) ? 1 : 0);
    }

    @Test
    void shouldCountWhatDockerDestroyedUnreadWhenItTruncatesInPlace(@TempDir Path root) {
        TailBench bench = new TailBench(root);
        bench.append("0.log", "read");
        bench.poll();
        bench.sink.hasRoom(false);
        long read = bench.file("0.log").toFile().length();
        bench.append("0.log", "seen", "and not read");
        bench.poll();
        long seen = bench.file("0.log").toFile().length();

        bench.truncate("0.log", 0);
        bench.append("0.log", "afterwards");
        bench.poll();
        bench.sink.hasRoom(true);
        bench.poll();
        bench.close();

        assertThat(bench.sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.offset()).isEqualTo(read);
            assertThat(gap.knownEnd())
                    .as("more may have been written that nobody saw")
                    .isNegative();
            assertThat(gap.lowerBound()).isEqualTo(seen - read);
        });
        assertThat(bench.positions.lost).containsEntry(GapCause.TRUNCATED, seen - read);
    }

    /** tail-029: the rename rotation, killed at a random moment. */
    @RepeatedTest(50)
    void shouldDeliverEveryLineOnceAfterDedupWhenTheReaderIsKilledAtAnyMoment(@TempDir Path root) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        TailBench bench = new TailBench(root);
        bench.sink.keepUnacknowledged();
        List<Runnable> steps = List.of(
                () -> bench.append("0.log", "1"),
                bench::poll,
                () -> bench.rename("0.log", FIRST),
                () -> bench.append(FIRST, "2"),
                () -> bench.create("0.log"),
                bench::pollOnce,
                () -> bench.append("0.log", "3"),
                bench::pollOnce);
        int kill = random.nextInt(steps.size());

        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run();
            bench.sink.acknowledge(random.nextInt(2));
            if (i == kill) {
                bench.sink.loseUnacknowledged(random.nextInt(3));
                bench.close();
                bench.start();
            }
        }
        bench.sink.acknowledgeAlways();
        bench.poll();
        bench.close();

        // What is sent again after a kill may be cut into other chunks.
        Map<FileKey, TreeMap<Long, Byte>> deduplicated = new LinkedHashMap<>();
        for (RawRecord record : bench.sink.arrived()) {
            if (record instanceof Chunk chunk) {
                TreeMap<Long, Byte> file = deduplicated.computeIfAbsent(chunk.file(), key -> new TreeMap<>());
                byte[] data = chunk.data().array();
                for (int i = 0; i < data.length; i++) {
                    file.put(chunk.offset() + i, data[i]);
                }
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        deduplicated.values().forEach(file -> file.values().forEach(bytes::write));
        String all = bytes.toString(StandardCharsets.UTF_8);
        assertThat(all.lines().map(TailScenariosTest::message))
                .as("seed %d", seed)
                .containsExactlyElementsOf(numbers(1, 3));
        assertThat(bench.sink.gaps()).isEmpty();
    }

    private static void renameWhileTheOldWriterStillWrites(TailBench bench) {
        bench.append("0.log", "before-rotate");
        bench.poll();
        bench.rename("0.log", FIRST);
        bench.create("0.log");
        bench.append(FIRST, "after-rotate-old-file");
        bench.append("0.log", "after-rotate-new-file");
    }

    private static void twoRotationsBeforeTheFirstIsFinished(TailBench bench) {
        bench.append("0.log", "before-rotate-1");
        bench.poll();
        bench.rename("0.log", FIRST);
        bench.create("0.log");
        bench.append(FIRST, "after-rotate-1-old-file");
        bench.append("0.log", "after-rotate-1-new-file");
        bench.rename("0.log", SECOND);
        bench.create("0.log");
        bench.append(SECOND, "after-rotate-2-old-file");
        bench.append("0.log", "after-rotate-2-new-file");
    }

    private static void copytruncateWithAStaleWriter(TailBench bench) {
        bench.append("0.log", "before-truncate-1", "before-truncate-2");
        bench.poll();
        bench.copy("0.log", FIRST);
        long kept = bench.file("0.log").toFile().length();
        bench.truncate("0.log", 0);
        byte[] line = (bench.line("after-truncate") + "\n").getBytes(StandardCharsets.UTF_8);
        TailBench.run(() -> {
            try (FileChannel writer = FileChannel.open(bench.file("0.log"), StandardOpenOption.WRITE)) {
                writer.write(ByteBuffer.wrap(line), kept);
            }
        });
    }

    private static void truncationWhileDown(TailBench bench) {
        bench.append("0.log", "before-restart");
        bench.poll();
        bench.close();
        bench.copy("0.log", FIRST);
        bench.truncate("0.log", 0);
        bench.append("0.log", "after-restart-truncate");
        bench.start();
    }

    private static void threeFilesRotateAtOnce(TailBench bench) {
        List<String> containers = List.of("../a/", "../b/", "../c/");
        for (int i = 0; i < 3; i++) {
            bench.append(containers.get(i) + "0.log", "before-" + i);
        }
        bench.poll();
        for (int i = 0; i < 3; i++) {
            String container = containers.get(i);
            bench.rename(container + "0.log", container + FIRST);
            bench.create(container + "0.log");
            bench.append(container + FIRST, "old-after-" + i);
            bench.append(container + "0.log", "new-after-" + i);
        }
    }

    private static void kubeletRotation(TailBench bench) {
        bench.append("0.log", numbers(1, 1000).toArray(String[]::new));
        bench.poll();
        bench.rename("0.log", FIRST);
        bench.append("0.log", numbers(1001, 2000).toArray(String[]::new));
        bench.rename("0.log", SECOND);
        bench.compress(FIRST);
        bench.append("0.log", numbers(2001, 3000).toArray(String[]::new));
    }

    private static void rotationSplitsAPartial(TailBench bench) {
        bench.write("0.log", bench.line("part1").replace(" F ", " P ") + "\n");
        bench.poll();
        bench.rename("0.log", FIRST);
        bench.append("0.log", "part2");
    }

    private static void fourRotationsWhileTheReaderIsStopped(TailBench bench) {
        bench.append("0.log", numbers(1, 50).toArray(String[]::new));
        bench.poll();
        bench.close();
        bench.append("0.log", numbers(51, 80).toArray(String[]::new));
        for (int i = 0; i < 4; i++) {
            bench.rename("0.log", "0.log.20240101-00000" + i);
            if (i > 0) {
                bench.compress("0.log.20240101-00000" + (i - 1));
            }
            bench.append("0.log", numbers(81 + 80 * i, 160 + 80 * i).toArray(String[]::new));
        }
        bench.start();
    }

    private static void rebootReusesTheRestartNumber(TailBench bench) {
        bench.append("0.log", "old");
        bench.poll();
        bench.close();
        bench.delete("0.log");
        bench.append("0.log", "new");
        bench.start();
    }

    private static void permissionsAreRestored(TailBench bench) {
        AtomicBoolean denied = new AtomicBoolean(true);
        bench.close();
        bench.openWith(found -> {
            if (denied.get()) {
                throw new AccessDeniedException(found.path().toString());
            }
            return new PathOpener().open(found);
        });
        bench.start();
        bench.append("0.log", "one");
        bench.poll();
        assertThat(bench.positions.problems).contains(FileProblem.ACCESS_DENIED);
        denied.set(false);
    }

    private static void dockerTruncatesInPlace(TailBench bench) {
        bench.append("0.log", "1", "2");
        bench.poll();
        bench.truncate("0.log", 0);
        bench.append("0.log", "3", "4");
    }

    private static void dockerRenames(TailBench bench) {
        bench.append("0.log", "1");
        bench.poll();
        bench.append("0.log", "2");
        bench.rename("0.log", "0.log.1");
        bench.append("0.log", "3", "4");
    }

    private static void dockerUnlinks(TailBench bench) {
        bench.append("0.log", "1");
        bench.poll();
        bench.append("0.log", "2");
        bench.delete("0.log");
        bench.append("0.log", "3", "4");
    }

    /** Ten lines a round, as long in each; what follows the runtime's time is the same. */
    private static void copytruncateAtUnluckyMoments(TailBench bench) {
        Random random = new Random(18);
        for (int round = 0; round <= 100; round++) {
            for (int i = 1; i <= 10; i++) {
                bench.append("0.log", Integer.toString(10 * round + i));
            }
            bench.pollFor(Duration.ofMillis(1_000 + random.nextInt(2_000)));
            if (round < 100) {
                bench.copy("0.log", String.format("0.log.20240101-%06d", round));
                bench.truncate("0.log", 0);
                bench.pollFor(Duration.ofMillis(random.nextInt(2) * 600L));
            }
        }
    }

    /** Every hour ten pods come, write, rotate and go; one lives on and rotates. No restart of the collector is needed. */
    private static void aDayOfChurn(TailBench bench) {
        int line = 0;
        for (int hour = 0; hour < 24; hour++) {
            for (int pod = 0; pod < 10; pod++) {
                String folder = "../pod-" + hour + "-" + pod + "/";
                bench.append(folder + "0.log", Integer.toString(++line), Integer.toString(++line));
                bench.rename(folder + "0.log", folder + FIRST);
                bench.append(folder + "0.log", Integer.toString(++line), Integer.toString(++line));
            }
            for (int i = 0; i < 10; i++) {
                bench.append("0.log", Integer.toString(++line));
            }
            bench.pollFor(Duration.ofSeconds(2));
            bench.rename("0.log", String.format("0.log.20240101-%02d0000", hour));
            for (int pod = 0; pod < 10; pod++) {
                bench.delete("../pod-" + hour + "-" + pod + "/" + FIRST);
                bench.delete("../pod-" + hour + "-" + pod + "/0.log");
                Path folder = bench.root.resolve("pod-" + hour + "-" + pod);
                TailBench.run(() -> Files.delete(folder));
            }
            bench.pass(Duration.ofMinutes(59));
            bench.pollFor(Duration.ofSeconds(15));
        }
        assertThat(bench.positions.backlog.openFiles())
                .as("open files at the end of the day")
                .isLessThan(3);
        assertThat(bench.positions.positions).as("files that are remembered").hasSize(24);
    }

    private static void rebootAppendsToTheOldFile(TailBench bench) {
        bench.append("0.log", "old");
        bench.poll();
        bench.close();
        bench.append("0.log", "new");
        bench.start();
    }

    private static void lineWrittenInTwoCalls(TailBench bench) {
        byte[] line = (bench.line("caf\u00e9 au lait") + "\n").getBytes(StandardCharsets.UTF_8);
        int insideACharacter = line.length - " au lait\n".length() - 1;
        bench.write("0.log", Arrays.copyOf(line, insideACharacter));
        bench.poll();
        bench.write("0.log", Arrays.copyOfRange(line, insideACharacter, line.length));
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    /** What the centre makes of a line: without the runtime's prefix, and without the hole of a stale writer before it. */
    private static String message(String line) {
        return line.substring(line.lastIndexOf('\0') + 1).replaceFirst("^\\S+ \\S+ [PF] ", "");
    }

    private static List<String> expected(String id) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                TailScenariosTest.class.getResourceAsStream("/acceptance/tail-scenarios.jsonl"))) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                JsonNode scenario = new ObjectMapper().readTree(line);
                if (scenario.get("id").asText().equals(id)) {
                    List<String> lines = new ArrayList<>();
                    scenario.get("expect").forEach(node -> lines.add(node.asText()));
                    return lines;
                }
            }
        }
        throw new IllegalArgumentException("no scenario " + id);
    }
}
