package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The independent tail scenarios, played by hand on real files. {@code A} is {@code 0.log}, {@code A.1} is {@code 0.log.<time>}.
 * Played elsewhere: crashes and a whole day end to end; a file without permission where tests do not run as root.
 */
class TailScenariosTest {

    private static final String FIRST = "0.log.20240101-000000";
    private static final String SECOND = "0.log.20240101-000010";

    private record Scenario(Consumer<TailBench> steps, List<String> expected) {}

    private static final Map<String, Scenario> SCENARIOS = new TreeMap<>(Map.of(
            "tail-001", new Scenario(TailScenariosTest::renameWhileTheOldWriterStillWrites, null),
            "tail-002", new Scenario(TailScenariosTest::twoRotationsBeforeTheFirstIsFinished, null),
            "tail-003", new Scenario(TailScenariosTest::copytruncateWithAStaleWriter, null),
            "tail-007", new Scenario(TailScenariosTest::truncationWhileDown, null),
            "tail-009", new Scenario(TailScenariosTest::threeFilesRotateAtOnce, null),
            "tail-015", new Scenario(TailScenariosTest::kubeletRotation, numbers(1, 3000)),
            "tail-021", new Scenario(TailScenariosTest::rotationSplitsAPartial, List.of("part1", "part2")),
            "tail-022", new Scenario(TailScenariosTest::fourRotationsWhileTheReaderIsStopped, numbers(1, 400)),
            "tail-027", new Scenario(TailScenariosTest::rebootReusesTheRestartNumber, List.of("old", "new")),
            "tail-028", new Scenario(TailScenariosTest::lineWrittenInTwoCalls, List.of("caf\u00e9 au lait"))));

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
        if (id.equals("tail-009")) {
            assertThat(messages).containsExactlyInAnyOrderElementsOf(expected(id));
        } else {
            assertThat(messages).isEqualTo(scenario.expected() == null ? expected(id) : scenario.expected());
        }
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
