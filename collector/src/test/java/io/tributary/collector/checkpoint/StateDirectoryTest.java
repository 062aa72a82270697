package io.tributary.collector.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {

    @TempDir
    private Path directory;

    @Test
    void shouldNameTheFirstOnesProcessWhenTakenTwice() throws IOException {
        try (StateDirectory first = StateDirectory.take(directory)) {
            assertThat(first).isNotNull();
            assertThatThrownBy(() -> StateDirectory.take(directory))
                    .isInstanceOf(StateDirectory.HeldException.class)
                    .hasMessageContaining(
                            "process id " + ProcessHandle.current().pid())
                    .hasMessageContaining(directory.toString());
        }
    }

    @Test
    void shouldBeFreeAgainWhenClosed() throws IOException {
        StateDirectory.take(directory).close();

        try (StateDirectory again = StateDirectory.take(directory)) {
            assertThat(directory.resolve("lock"))
                    .hasContent(Long.toString(ProcessHandle.current().pid()));
            assertThat(again).isNotNull();
        }
    }

    @Test
    void shouldRefuseWithPathAndRemedyWhenMissing() {
        Path missing = directory.resolve("not-there");

        assertThatThrownBy(() -> StateDirectory.take(missing))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("state.dir " + missing + " is no directory")
                .hasMessageContaining("install -d");
    }

    @Test
    void shouldRefuseWithPathAndRemedyWhenTheLockCannotBeOpened() throws IOException {
        Files.createDirectory(directory.resolve("lock"));

        assertThatThrownBy(() -> StateDirectory.take(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("state.dir " + directory + " cannot be written")
                .hasMessageContaining("chown");
    }

    @Test
    void shouldRefuseWithPathAndRemedyWhenNotWritable() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-x------"));
        assumeFalse(Files.isWritable(directory), "root may write everywhere");

        assertThatThrownBy(() -> StateDirectory.take(directory))
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("chown");
    }
}
