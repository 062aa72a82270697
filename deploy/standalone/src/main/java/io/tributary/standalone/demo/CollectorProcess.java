package io.tributary.standalone.demo;

import io.tributary.runtime.Check;
import io.tributary.runtime.Component;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The collector as a process of its own, so that it can be killed as {@code kill -9} does.
 * It dies with this JVM: a hook kills it where nobody closes it.
 */
final class CollectorProcess implements Component {

    private static final long STOP_SECONDS = 15;

    private final String mainClass;
    private final Path directory;
    private final Map<String, String> config;
    private final Thread hook = new Thread(this::killQuietly, "kill-collector");
    private Process process;
    private boolean closed;

    /**
     * @param directory where its configuration and log are written
     * @param config the collector's values by key
     */
    CollectorProcess(String mainClass, Path directory, Map<String, String> config) {
        this.mainClass = mainClass;
        this.directory = directory;
        this.config = config;
    }

    @Override
    public synchronized void start() throws IOException {
        Properties properties = new Properties();
        properties.putAll(config);
        Path file = directory.resolve("collector.properties");
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(out, null);
        }
        Runtime.getRuntime().addShutdownHook(hook);
        launch();
    }

    /** SIGKILL, and a new start. */
    synchronized void killAndRestart() throws IOException, InterruptedException {
        if (closed) {
            return;
        }
        process.destroyForcibly().waitFor();
        launch();
    }

    @Override
    public synchronized Check check() {
        return process != null && process.isAlive()
                ? Check.ok()
                : Check.failed("the collector process does not run", "see " + log());
    }

    @Override
    public boolean failed() {
        return !check().isOk();
    }

    /** SIGTERM; SIGKILL where that does not help in time. */
    @Override
    public synchronized void close() {
        if (closed || process == null) {
            return;
        }
        closed = true;
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already, and the hook finds nothing left to kill.
            return;
        }
    }

    private void launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The settings of the launcher script: the demo shows the collector as it runs on a node.
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms8m", "-Xmx48m", "-Xmn16m", "-XX:TieredStopAtLevel=1"));
        // A compressor's native library is unpacked there, and stays when the process is killed.
        command.add("-Djava.io.tmpdir=" + Files.createDirectories(directory.resolve("tmp")));
        String logging = System.getProperty("logback.configurationFile");
        if (logging != null) {
            command.add("-Dlogback.configurationFile=" + logging);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(
                List.of("--config", directory.resolve("collector.properties").toString()));
        File log = log().toFile();
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log))
                .start();
    }

    private Path log() {
        return directory.resolve("collector.log");
    }

    private void killQuietly() {
        Process last = process;
        if (last != null) {
            last.destroyForcibly();
        }
    }

    /** The last lines of its log, for a person who must know why it does not run. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 10), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the collector's log " + log(), e);
        }
    }
}
