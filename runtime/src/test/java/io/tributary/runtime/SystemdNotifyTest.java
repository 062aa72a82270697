package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void shouldTryAgainWhenTheProgramFailed() throws IOException {
        // Given
        SystemdNotify systemd = new SystemdNotify(program("exit 1"), UNDER_SYSTEMD);
        systemd.ready();

        // When
        systemd.alive("ready; 7 files");

        // Then: one slow moment must not cost the watchdog
        assertThat(told()).hasSize(2);
    }

    @Test
    void shouldFeedTheWatchdogWithAStatusLineThatHarmsNoTerminal() throws IOException {
        // Given
        SystemdNotify systemd = new SystemdNotify(program("exit 0"), UNDER_SYSTEMD);

        // When
        systemd.alive("ready\n\u001b[31m");

        // Then
        assertThat(told())
                .containsExactly("--pid=" + ProcessHandle.current().pid() + "|WATCHDOG=1|STATUS=ready \\u001b[31m");
    }

    @ParameterizedTest
    @CsvSource({"60000000, 60", "0,", "'',", "soon,"})
    void shouldKnowTheWatchdogsLimitWhenTheUnitHasOne(String microseconds, Integer seconds) {
        // When
        SystemdNotify systemd =
                new SystemdNotify("x", Map.of("NOTIFY_SOCKET", "/run/x", "WATCHDOG_USEC", microseconds));

        // Then
        assertThat(systemd.watchdog()).isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
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
