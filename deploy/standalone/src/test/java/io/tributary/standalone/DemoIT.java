package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.standalone.kit.ChildProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as people start it: its last words, and what it leaves behind. */
class DemoIT {

    private static final Duration PATIENCE = Duration.ofSeconds(150);
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

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
        // Given
        Set<Path> before = demoFolders();

        // When
        int code;
        try (ChildProcess demo =
                ChildProcess.start(out, err, DemoMain.class, "--seconds=12", "--kill-every=4", "--rate=500")) {
            code = demo.await(PATIENCE);
        }

        // Then
        List<String> lines = Files.readAllLines(out, StandardCharsets.UTF_8);
        assertThat(lines.get(lines.size() - 1))
                .matches("demo: written (\\d+), events \\1, lost 0, duplicated 0, p50 \\d+ ms, p99 \\d+ ms");
        assertThat(code).isZero();
        assertThat(lines).contains("The first enriched event:");
        assertThat(demoFolders()).isEqualTo(before);
    }

    @Test
    void shouldLeaveNoProcessAndNoFileBehindWhenItIsInterrupted() throws Exception {
        // Given
        Set<Path> before = demoFolders();
        try (ChildProcess demo = ChildProcess.start(out, err, DemoMain.class, "--kill-every=3")) {
            await().atMost(PATIENCE).until(() -> Files.readString(out).contains("seconds "));
            List<ProcessHandle> collectors = demo.descendants();
            assertThat(collectors).isNotEmpty();

            // When
            demo.interrupt();
            int code = demo.await(PATIENCE);

            // Then
            assertThat(code).as(Files.readString(err)).isZero();
            assertThat(collectors).noneMatch(ProcessHandle::isAlive);
            assertThat(demoFolders()).isEqualTo(before);
        }
    }

    @Test
    void shouldRefuseARateThatItCouldNotWrite() throws Exception {
        try (ChildProcess demo = ChildProcess.start(out, err, DemoMain.class, "--rate=0")) {
            assertThat(demo.await(PATIENCE)).isEqualTo(2);
        }
        assertThat(err).content().contains("--rate is 0");
    }

    private static Set<Path> demoFolders() throws IOException {
        try (Stream<Path> files = Files.list(TEMPORARY)) {
            return files.filter(file -> file.getFileName().toString().startsWith("tributary-demo-"))
                    .collect(Collectors.toSet());
        }
    }
}
