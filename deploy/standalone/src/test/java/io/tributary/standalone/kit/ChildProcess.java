package io.tributary.standalone.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class in a JVM of its own, with this JVM's class path, that can be killed as kill -9 does. */
public final class ChildProcess implements AutoCloseable {

    private static final long END_SECONDS = 20;

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it, with a folder {@code tmp} beside its log for its temporary files: a killed process leaves some.
     *
     * @param log file that its standard output and standard error are appended to
     */
    public static ChildProcess start(Path log, Class<?> main, String... args) throws IOException {
        return start(log, List.of(), main, args);
    }

    /**
     * Starts it with further options of the JVM.
     *
     * @param options come after ours, so that they win
     */
    public static ChildProcess start(Path log, List<String> options, Class<?> main, String... args) throws IOException {
        return new ChildProcess(builder(log.resolveSibling("tmp"), options, main, args)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start());
    }

    /**
     * Starts it in a folder of its own: standard output in {@code out}, standard error in {@code err}, and its temporary
     * files in {@code tmp}, so that they are nobody else's.
     */
    public static ChildProcess startIn(Path directory, Class<?> main, String... args) throws IOException {
        return new ChildProcess(builder(directory.resolve("tmp"), List.of(), main, args)
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(Redirect.appendTo(directory.resolve("err").toFile()))
                .start());
    }

    private static ProcessBuilder builder(Path temporary, List<String> options, Class<?> main, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(temporary));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        return new ProcessBuilder(command);
    }

    /** Its number. */
    public long pid() {
        return process.pid();
    }

    /** Waits for its end, and the exit code. */
    public int await(Duration time) throws InterruptedException {
        assertThat(process.waitFor(time.toSeconds(), TimeUnit.SECONDS))
                .as("process %s has ended within %s", process.pid(), time)
                .isTrue();
        return process.exitValue();
    }

    /** Its own processes that still run. */
    public List<ProcessHandle> descendants() {
        return process.descendants().toList();
    }

    /** SIGINT, as Ctrl-C sends it. */
    public void interrupt() throws IOException, InterruptedException {
        signal("INT");
    }

    /** SIGSTOP: it stands still in the midst of whatever it does. */
    public void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had been. */
    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).as("exit code of kill").isZero();
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS))
                .as("killed process %s has ended", process.pid())
                .isTrue();
    }

    /** SIGTERM, and the exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS))
                .as("process %s has ended within %s s of SIGTERM", process.pid(), END_SECONDS)
                .isTrue();
        return process.exitValue();
    }

    /** Whether it ends within this time; waits no longer. */
    public boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
