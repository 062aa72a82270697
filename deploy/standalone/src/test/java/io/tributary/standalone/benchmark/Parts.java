package io.tributary.standalone.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Starts a part as its users do, with the launcher and its own flags, and waits until one of its counters has reached a value. */
final class Parts {

    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Path LAUNCHER = Path.of("..", "bin", "tributary").toAbsolutePath();

    private final Path directory;
    private final Map<String, String> common;

    Parts(Path directory, Map<String, String> common) {
        this.directory = directory;
        this.common = common;
    }

    /** A running part, with the port of its metrics. */
    record Running(String command, MeasuredProcess process, int admin, Path output) implements AutoCloseable {

        void await(String metric, long value) throws Exception {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            double seen = -1;
            while (seen < value) {
                if (!process.alive() || System.nanoTime() > deadline) {
                    throw new IllegalStateException(metric + " is " + seen + ", not " + value + ", and " + command
                            + (process.alive() ? " is too slow:\n" : " has ended:\n") + Files.readString(output));
                }
                TimeUnit.MILLISECONDS.sleep(250);
                seen = process.metric(admin, metric);
            }
        }

        @Override
        public void close() {
            process.close();
        }
    }

    Running start(String command, Map<String, String> own) throws IOException {
        int admin = BenchmarkBroker.freePort();
        Map<String, String> config = new TreeMap<>(common);
        config.putAll(own);
        config.put("admin.listen", "127.0.0.1:" + admin);
        StringBuilder text = new StringBuilder();
        config.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Path file = Files.writeString(directory.resolve(command + ".properties"), text);
        Path output = directory.resolve(command + ".out");
        MeasuredProcess process = MeasuredProcess.start(
                output,
                Map.of("TRIBUTARY_LOG_LEVEL", "WARN"),
                List.of(LAUNCHER.toString(), command, "--config", file.toString()));
        return new Running(command, process, admin, output);
    }
}
