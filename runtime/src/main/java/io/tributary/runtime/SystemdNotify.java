package io.tributary.runtime;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd how the process does, through its own helper program, because JDK 17 has no Unix datagram socket.
 * Outside systemd, and after the first failure, it says nothing.
 */
final class SystemdNotify {

    private static final Logger LOGGER = LoggerFactory.getLogger(SystemdNotify.class);
    private static final long TIMEOUT_SECONDS = 5;

    private final String program;
    private boolean silent;

    /**
     * @param program {@code systemd-notify} or its path
     * @param environment without {@code NOTIFY_SOCKET} nobody listens
     */
    SystemdNotify(String program, Map<String, String> environment) {
        this.program = program;
        this.silent = environment.getOrDefault("NOTIFY_SOCKET", "").isEmpty();
    }

    /** The process has started; a broker that cannot be reached is no reason to wait with this. */
    void ready() {
        send("READY=1", "STATUS=running");
    }

    /** One line for {@code systemctl status}. */
    void status(String line) {
        send("STATUS=" + line.replace('\n', ' '));
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
                fallSilent("no end within " + TIMEOUT_SECONDS + " s");
            } else if (process.exitValue() != 0) {
                fallSilent("exit code " + process.exitValue());
            }
        } catch (IOException e) {
            fallSilent(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fallSilent(String reason) {
        silent = true;
        LOGGER.atWarn()
                .addKeyValue("program", program)
                .addKeyValue("reason", reason)
                .log(
                        "systemd cannot be told; with Type=notify it will take the start for failed: install systemd-notify");
    }
}
