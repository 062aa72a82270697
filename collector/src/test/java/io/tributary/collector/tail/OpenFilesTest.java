package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More files than may be held open. */
class OpenFilesTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path root;

    private TailBench bench;
    private int most;

    @BeforeEach
    void setUp() {
        bench = new TailBench(root);
        openAtMost(4);
    }

    private void openAtMost(int files) {
        bench.close();
        most = files;
        bench.openAtMost(files);
        bench.start();
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void shouldReadTwoThousandFilesWithTwoHundredAndFiftySixHandles() throws IOException {
        openAtMost(256);
        long before = handles();
        for (int round = 0; round < 3; round++) {
            List<String> expected = append(2_000, "round " + round);

            bench.poll();

            assertThat(sorted(bench.sink.lines())).isEqualTo(sorted(expected));
            assertThat(handles() - before).as("open handles").isLessThanOrEqualTo(256 + 20);
        }
        assertThat(bench.positions.problems).isEmpty();
    }

    @Test
    void shouldReadWhatComesIntoAFileWhoseHandleWasGivenUp() {
        append(10, "first");
        bench.poll();
        bench.sink.lines();

        List<String> later = append(10, "later");
        bench.poll();

        assertThat(sorted(bench.sink.lines())).isEqualTo(sorted(later));
        assertThat(openFiles()).isLessThanOrEqualTo(most);
    }

    @Test
    void shouldReadOnAcrossARotationWhenNeitherFileIsOpen() {
        append(10, "first");
        bench.poll();
        bench.sink.lines();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String file = "../container-" + i + "/0.log";
            expected.addAll(bench.append(file, "last of the old"));
            bench.rename(file, file + ".20240101-000000");
            expected.addAll(bench.append(file, "first of the new"));
        }

        bench.pollFor(LONG);

        assertThat(sorted(bench.sink.lines())).isEqualTo(sorted(expected));
        assertThat(bench.sink.gaps()).isEmpty();
    }

    @Test
    void shouldKeepTheHandleOfADeletedFileThatIsNotReadToItsEnd() {
        // Given: read up to here, and then no more
        List<String> expected = new ArrayList<>(bench.append("0.log", "first"));
        bench.poll();
        bench.sink.hasRoom(false);
        expected.addAll(bench.append("0.log", "second", "third"));
        bench.poll();
        bench.delete("0.log");
        bench.poll();

        // When
        append(10, "other");
        bench.pollFor(LONG);
        bench.sink.hasRoom(true);
        bench.pollFor(LONG);

        // Then
        assertThat(bench.sink.lines()).containsSubsequence(expected).hasSize(expected.size() + 10);
        assertThat(bench.sink.gaps()).isEmpty();
    }

    @Test
    void shouldLetEveryFileHaveItsTurnWhenNoneIsReadToItsEnd() {
        for (int i = 0; i < 10; i++) {
            String line = bench.line("x".repeat(900)) + "\n";
            bench.write("../container-" + i + "/0.log", line.repeat(4_500));
        }

        bench.pollFor(Duration.ofSeconds(45));

        assertThat(bench.sink.chunks().stream()
                        .map(chunk -> chunk.source().container())
                        .distinct())
                .hasSize(10);
        assertThat(bench.positions.problems).contains(FileProblem.TOO_MANY_OPEN_FILES);
    }

    @Test
    void shouldKeepTheOrderOfOneContainersFilesWhenThereAreMoreOfThemThanHandles() {
        openAtMost(2);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            expected.addAll(bench.append("0.log", "in " + i));
            bench.rename("0.log", "0.log.20240101-00000" + i);
        }
        expected.addAll(bench.append("0.log", "last"));

        bench.pollFor(Duration.ofMinutes(5));

        assertThat(bench.sink.lines()).isEqualTo(expected);
    }

    @Test
    void shouldSayWhereTheFileEndedWhenItWasDeletedWhileItWasNotOpen() {
        append(10, "first");
        bench.poll();
        for (int i = 0; i < 10; i++) {
            bench.delete("../container-" + i + "/0.log");
        }

        bench.pollFor(Duration.ofSeconds(90));

        assertThat(bench.sink.ends()).hasSize(10).allMatch(end -> end.gone());
        assertThat(bench.sink.ends().stream().filter(end -> !end.sizeKnown()))
                .as("nobody saw what was written last")
                .hasSize(10 - most);
        assertThat(bench.positions.forgotten).hasSize(10);
    }

    private List<String> append(int containers, String message) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < containers; i++) {
            lines.addAll(bench.append("../container-" + i + "/0.log", message));
        }
        return lines;
    }

    private int openFiles() {
        return bench.positions.backlog.openFiles();
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
