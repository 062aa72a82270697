package io.tributary.runtime;

import io.tributary.runtime.text.Printable;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the process does, through its own helper program, because JDK 17 has no Unix datagram socket.
 * Outside systemd it says nothing. A failure is logged once and tried again with the next word, or one slow moment would cost the watchdog.
 */
final class SystemdNotify {

    private static final Logger LOGGER = LoggerFactory.getLogger(SystemdNotify.class);
    private static final long TIMEOUT_SECONDS = 5;

    private final String program;
    private final Optional<Duration> watchdog;
    private final boolean silent;
    private boolean failing;

    /**
     * @param program {@code systemd-notify} or its path
     * @param environment without {@code NOTIFY_SOCKET} nobody listens
     */
    SystemdNotify(String program, Map<String, String> environment) {
        this.program = program;
        this.silent = environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
        this.watchdog = silent ? Optional.empty() : watchdog(environment.getOrDefault("WATCHDOG_USEC", ""));
    }

    private static Optional<Duration> watchdog(String microseconds) {
        try {
            return Optional.of(Duration.of(Long.parseLong(microseconds), ChronoUnit.MICROS))
                    .filter(limit -> !limit.isNegative() && !limit.isZero());
        } catch (NumberFormatException e) {
            return Optional.empty(); // the unit has no WatchdogSec
        }
    }

    /** How long the process may say nothing before systemd ends it, if there is such a limit. */
    Optional<Duration> watchdog() {
        return watchdog;
    }

    /** The process does its work: puts the end that the watchdog threatens off, and renews the line of {@link #status}. */
    void alive(String line) {
        send("WATCHDOG=1", "STATUS=" + oneLine(line));
    }

    /** The process has started; a broker that cannot be reached is no reason to wait with this. */
    void ready() {
        send("READY=1", "STATUS=running");
    }

    /** One line for {@code systemctl status}. */
    void status(String line) {
        send("STATUS=" + oneLine(line));
    }

    private static String oneLine(String line) {
        return Printable.of(line.replace('\n', ' '));
    }

    /** The process begins to end. */
    void stopping() {
        send("STOPPING=1", "STATUS=stopping");
    }

    private synchronized void send(String... assignments) {
        if (silent) {
            return;
        }
        List<String> command = new ArrayList<>();
        command.add(program);
        command.add("--pid=" + ProcessHandle.current().pid());
        command.addAll(Arrays.asList(assignments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                failed("no end within " + TIMEOUT_SECONDS + " s");
            } else if (process.exitValue() != 0) {
                failed("exit code " + process.exitValue());
            } else {
                failing = false;
            }
        } catch (IOException e) {
            failed(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void failed(String reason) {
        if (!failing) {
            LOGGER.atWarn()
                    .addKeyValue("program", program)
                    .addKeyValue("reason", reason)
                    .log(
                            "systemd cannot be told; with Type=notify it will take the start for failed, with WatchdogSec end the process: install systemd-notify");
        }
        failing = true;
    }
}
