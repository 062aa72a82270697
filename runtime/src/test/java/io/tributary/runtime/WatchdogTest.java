package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchdogTest {

    private static final Map<String, String> SIXTY_SECONDS =
            Map.of("NOTIFY_SOCKET", "/run/systemd/notify", "WATCHDOG_USEC", "60000000");

    @TempDir
    Path directory;

    private final FakePart part = new FakePart();
    private long seconds;

    @Test
    void shouldFeedThreeTimesPerLimitWhenTheLoopComesRound() throws IOException {
        // Given
        Watchdog watchdog = watchdog(SIXTY_SECONDS);

        // When
        for (seconds = 0; seconds <= 60; seconds++) {
            part.rounds = OptionalLong.of(seconds);
            watchdog.turn(part, () -> "ready");
        }

        // Then
        assertThat(fed()).isEqualTo(3);
    }

    @Test
    void shouldFeedNothingMoreWhenTheLoopHangs() throws IOException {
        // Given
        Watchdog watchdog = watchdog(SIXTY_SECONDS);
        part.rounds = OptionalLong.of(7);

        // When
        for (seconds = 0; seconds <= 300; seconds++) {
            watchdog.turn(part, () -> "ready");
        }

        // Then: once for the rounds before
        assertThat(fed()).isEqualTo(1);
        part.rounds = OptionalLong.of(8);
        watchdog.turn(part, () -> "ready");
        assertThat(fed()).as("it came round after all").isEqualTo(2);
    }

    @Test
    void shouldFeedNothingWhenTheUnitHasNoWatchdog() throws IOException {
        // Given
        Watchdog watchdog = watchdog(Map.of("NOTIFY_SOCKET", "/run/systemd/notify"));

        // When
        for (seconds = 0; seconds <= 300; seconds++) {
            watchdog.turn(part, () -> "ready");
        }

        // Then
        assertThat(fed()).isZero();
    }

    private Watchdog watchdog(Map<String, String> environment) throws IOException {
        Path program = directory.resolve("systemd-notify");
        Files.writeString(program, "#!/bin/sh\necho \"$*\" >>'" + directory.resolve("told") + "'\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Watchdog(
                new SystemdNotify(program.toString(), environment),
                () -> Duration.ofSeconds(seconds).toNanos());
    }

    private long fed() throws IOException {
        Path told = directory.resolve("told");
        List<String> lines = Files.exists(told) ? Files.readAllLines(told) : List.of();
        return lines.stream().filter(line -> line.contains("WATCHDOG=1")).count();
    }
}
