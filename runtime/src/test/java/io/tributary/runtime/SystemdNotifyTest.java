package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdNotifyTest {

    private static final Map<String, String> UNDER_SYSTEMD = Map.of("NOTIFY_SOCKET", "/run/systemd/notify");

    @TempDir
    Path directory;

    @Test
    void shouldTellEachStateWithItsPidWhenUnderSystemd() throws IOException {
        // Given
        SystemdNotify systemd = new SystemdNotify(program("exit 0"), UNDER_SYSTEMD);

        // When
        systemd.ready();
        systemd.status("not ready:\nno broker");
        systemd.stopping();

        // Then
        String pid = "--pid=" + ProcessHandle.current().pid();
        assertThat(told())
                .containsExactly(
                        pid + "|READY=1|STATUS=running",
                        pid + "|STATUS=not ready: no broker",
                        pid + "|STOPPING=1|STATUS=stopping");
    }

    @Test
    void shouldSayNothingWhenNobodyListens() throws IOException {
        // Given
        SystemdNotify systemd = new SystemdNotify(program("exit 0"), Map.of());

        // When
        systemd.ready();

        // Then
        assertThat(told()).isEmpty();
    }

    @Test
    void shouldFallSilentWhenTheProgramFails() throws IOException {
        // Given
        SystemdNotify systemd = new SystemdNotify(program("exit 1"), UNDER_SYSTEMD);

        // When
        systemd.ready();
        systemd.stopping();

        // Then
        assertThat(told()).hasSize(1);
    }

    @Test
    void shouldGoOnWhenTheProgramIsMissing() throws IOException {
        // Given
        SystemdNotify systemd = new SystemdNotify(directory.resolve("missing").toString(), UNDER_SYSTEMD);

        // When
        systemd.ready();

        // Then
        assertThat(told()).isEmpty();
    }

    /** A stand-in for systemd's program that writes its arguments down. */
    private String program(String end) throws IOException {
        Path file = directory.resolve("systemd-notify");
        Files.writeString(file, "#!/bin/sh\nIFS='|'\necho \"$*\" >>'" + directory.resolve("told") + "'\n" + end + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file.toString();
    }

    private Iterable<String> told() throws IOException {
        Path told = directory.resolve("told");
        return Files.exists(told) ? Files.readAllLines(told) : List.of();
    }
}
