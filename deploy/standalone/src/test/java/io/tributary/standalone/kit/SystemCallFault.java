package io.tributary.standalone.kit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A fault at the n-th of some system calls of one thread of a process, counted from now, put there by {@code strace}. */
public final class SystemCallFault implements AutoCloseable {

    /** Calls by which a thread changes a folder or sends; a question mark lets strace leave out what this machine does not have. */
    public static final String WRITING = Stream.of(
                    "write", "writev", "pwrite64", "sendto", "fsync", "fdatasync", "rename", "renameat", "renameat2")
            .map(call -> "?" + call)
            .reduce("?openat,?unlink,?unlinkat", (all, call) -> all + ',' + call);

    private static final int NAME_LENGTH = 15;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process strace;

    private SystemCallFault(Process strace) {
        this.strace = strace;
    }

    /** Gives the test up, saying so, where there is no strace. */
    public static void assumeThereIsStrace() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "strace"))),
                "no strace on this machine: install Debian's package strace");
    }

    /** SIGKILL on entry of the n-th call, so that it is the first one that does not happen. */
    public static SystemCallFault kill(ChildProcess process, String thread, int nth) throws IOException {
        return inject(process, thread, WRITING, "signal=SIGKILL:when=" + nth);
    }

    /**
     * Waits for the thread and arms the fault.
     *
     * @param thread name of the thread; the kernel knows its first 15 characters
     * @param fault what strace calls an injection, such as {@code error=EIO:when=2}
     */
    public static SystemCallFault inject(ChildProcess process, String thread, String calls, String fault)
            throws IOException {
        String shortName = thread.substring(0, Math.min(NAME_LENGTH, thread.length()));
        String number = await("thread " + shortName + " of process " + process.pid())
                .atMost(PATIENCE)
                .until(() -> find(process.pid(), shortName), Optional::isPresent)
                .orElseThrow();
        Process strace = new ProcessBuilder(List.of(
                        "strace",
                        "-p",
                        number,
                        "-o",
                        "/dev/null",
                        "-e",
                        "trace=" + calls,
                        "-e",
                        "inject=" + calls + ':' + fault))
                .redirectErrorStream(true)
                .start();
        BufferedReader said = strace.inputReader(StandardCharsets.UTF_8);
        String line = said.readLine();
        assumeTrue(line != null && line.contains("attached"), "strace may not look at this process: " + line);
        return new SystemCallFault(strace);
    }

    /** Whether the fault may still come: not when the thread has ended. */
    public boolean isArmed() {
        return strace.isAlive();
    }

    @Override
    public void close() {
        strace.destroy();
    }

    private static Optional<String> find(long pid, String name) throws IOException {
        Path tasks = Path.of("/proc", Long.toString(pid), "task");
        if (Files.notExists(tasks)) {
            return Optional.empty();
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.filter(task -> named(task, name))
                    .map(task -> task.getFileName().toString())
                    .findFirst();
        }
    }

    private static boolean named(Path task, String name) {
        try {
            return Files.readString(task.resolve("comm")).strip().equals(name);
        } catch (IOException e) {
            return false; // the thread has ended meanwhile
        }
    }
}
