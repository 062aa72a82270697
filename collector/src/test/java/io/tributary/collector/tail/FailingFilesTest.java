package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file that cannot be opened beside others that can. */
class FailingFilesTest {

    private final FileOpener real = new PathOpener();
    private TailBench bench;
    private Fault fault;

    @BeforeEach
    void setUp(@TempDir Path root) {
        bench = new TailBench(root);
        bench.close();
        bench.openWith(found -> {
            Fault now = fault;
            if (now != null) {
                now.beforeOpening(found.path());
            }
            return open(found);
        });
        bench.start();
    }

    private FileChannel open(FoundFile found) throws IOException {
        return real.open(found);
    }

    /** What an opening runs into. */
    @FunctionalInterface
    private interface Fault {
        void beforeOpening(Path path) throws IOException;
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void shouldReadTheOthersCountEachAttemptAndReadTheFileOnceItMayBeRead() {
        // Given
        Path denied = bench.file("0.log");
        fault = path -> {
            if (path.equals(denied)) {
                throw new AccessDeniedException(path.toString());
            }
        };
        List<String> late = bench.append("0.log", "late");
        List<String> other = bench.append("../other/0.log", "other");

        // When
        bench.poll();
        assertThat(bench.sink.lines()).isEqualTo(other);
        assertThat(bench.positions.problems)
                .hasSizeBetween(2, 4)
                .as("once a second")
                .containsOnly(FileProblem.ACCESS_DENIED);
        fault = null;

        // Then
        bench.poll();
        assertThat(bench.sink.lines()).isEqualTo(late);
    }

    @Test
    void shouldLoseNothingWhenTheSystemHasNoHandleLeftForAWhile() {
        // Given
        fault = path -> {
            throw new FileSystemException(path.toString(), null, "Too many open files");
        };
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            expected.addAll(bench.append("../container-" + i + "/0.log", "line " + i));
        }

        // When
        bench.poll();
        assertThat(bench.sink.lines()).isEmpty();
        assertThat(bench.positions.problems)
                .contains(FileProblem.TOO_MANY_OPEN_FILES)
                .hasSizeGreaterThanOrEqualTo(20);
        assertThat(bench.positions.backlog.pendingFiles()).isEqualTo(20);
        fault = null;

        // Then
        bench.poll();
        assertThat(sorted(bench.sink.lines())).isEqualTo(sorted(expected));
    }

    @Test
    void shouldReadTheOthersWhenTheSystemRefusesOneFile() throws IOException {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may read everything");
        List<String> late = bench.append("0.log", "late");
        List<String> other = bench.append("../other/0.log", "other");
        Files.setPosixFilePermissions(bench.file("0.log"), Collections.emptySet());

        bench.poll();
        assertThat(bench.sink.lines()).isEqualTo(other);
        assertThat(bench.positions.problems).containsOnly(FileProblem.ACCESS_DENIED);
        Files.setPosixFilePermissions(bench.file("0.log"), PosixFilePermissions.fromString("r--------"));

        bench.pollFor(Duration.ofSeconds(2));
        assertThat(bench.sink.lines()).isEqualTo(late);
    }

    private static List<String> sorted(Collection<String> lines) {
        return lines.stream().sorted().toList();
    }
}
