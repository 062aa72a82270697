package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.standalone.kit.ChildProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as people start it: its last words, and what it leaves behind. */
class DemoIT {

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @TempDir
    Path directory;

    private Path out;
    private Path err;

    @BeforeEach
    void files() {
        out = directory.resolve("out");
        err = directory.resolve("err");
    }

    @Test
    void shouldEndWithNothingLostOrDoubledWhenItsCollectorIsKilledAllTheWhile() throws Exception {
        // When
        int code;
        try (ChildProcess demo =
                ChildProcess.startIn(directory, DemoMain.class, "--seconds=12", "--kill-every=4", "--rate=500")) {
            code = demo.await(PATIENCE);
        }

        // Then
        List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
        assertThat(lines.get(lines.size() - 1))
                .matches("demo: written (\\d+), events \\1, lost 0, duplicated 0, p50 \\d+ ms, p99 \\d+ ms");
        assertThat(code).isZero();
        assertThat(lines).contains("The first enriched event:");
        assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNoProcessAndNoFileBehindWhenItIsInterrupted() throws Exception {
        // Given
        try (ChildProcess demo = ChildProcess.startIn(directory, DemoMain.class, "--kill-every=3")) {
            await().atMost(PATIENCE).until(() -> Files.readString(out).contains("seconds "));
            List<ProcessHandle> collectors = demo.descendants();
            assertThat(collectors).isNotEmpty();

            // When
            demo.interrupt();
            int code = demo.await(PATIENCE);

            // Then
            assertThat(code).as(Files.readString(err)).isZero();
            assertThat(collectors).noneMatch(ProcessHandle::isAlive);
            assertThat(directory.resolve("tmp")).isEmptyDirectory();
        }
    }

    @Test
    void shouldRefuseARateThatItCouldNotWrite() throws Exception {
        try (ChildProcess demo = ChildProcess.startIn(directory, DemoMain.class, "--rate=0")) {
            assertThat(demo.await(PATIENCE)).isEqualTo(2);
        }
        assertThat(err).content().contains("--rate is 0");
    }
}
