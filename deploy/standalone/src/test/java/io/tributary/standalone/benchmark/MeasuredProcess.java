package io.tributary.standalone.benchmark;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of its own whose CPU time and memory are read from {@code /proc}, and whose counters from its metrics endpoint. */
final class MeasuredProcess implements AutoCloseable {

    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();

    private MeasuredProcess(Process process) {
        this.process = process;
    }

    /** Starts a main class on this JVM's class path; what it prints goes to a file. */
    static MeasuredProcess start(Path output, List<String> jvmFlags, String mainClass, String... args)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.add("-cp");
        command.add(System.getProperty("surefire.real.class.path", System.getProperty("java.class.path")));
        command.add(mainClass);
        command.addAll(List.of(args));
        return start(output, Map.of(), command);
    }

    /** Starts a program; what it prints goes to a file. */
    static MeasuredProcess start(Path output, Map<String, String> environment, List<String> command)
            throws IOException {
        File log = output.toFile();
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        builder.environment().putAll(environment);
        return new MeasuredProcess(builder.start());
    }

    boolean alive() {
        return process.isAlive();
    }

    /** CPU seconds of all its threads so far. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }

    /** Most memory that was resident at any time, in megabytes of 1,000,000 bytes. */
    long peakMegabytes() throws IOException {
        return kilobytes("VmHWM:") * 1024 / 1_000_000;
    }

    /** Memory that is resident now, in megabytes of 1,000,000 bytes. */
    long residentMegabytes() throws IOException {
        return kilobytes("VmRSS:") * 1024 / 1_000_000;
    }

    /** Sum of all series of a counter or gauge; -1 while the endpoint does not answer. */
    double metric(int port, String name) throws InterruptedException {
        try {
            String text = http.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        } catch (IOException notYet) {
            return -1;
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private long kilobytes(String field) throws IOException {
        try (var lines = Files.lines(proc("status"))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(process.pid()), file);
    }
}
