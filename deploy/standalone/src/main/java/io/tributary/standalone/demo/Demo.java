package io.tributary.standalone.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.runtime.Part;
import io.tributary.runtime.StopSignal;
import io.tributary.standalone.Parts;
import io.tributary.standalone.PodSource;
import io.tributary.standalone.Standalone;
import io.tributary.standalone.StandaloneConfig;
import io.tributary.standalone.WorkDirectory;
import io.tributary.standalone.load.ContainerLog;
import io.tributary.standalone.load.LoadReport;
import io.tributary.standalone.load.LoadSettings;
import io.tributary.standalone.load.LoadWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Writes the logs of a few made-up pods, runs standalone on them and says what became of every line.
 * All of it lives in one temporary folder and this JVM, and in one more process where the collector is killed.
 */
final class Demo {

    private static final String COLLECTOR_MAIN = "io.tributary.collector.CollectorMain";
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** After the last line was written, so long may nothing come out before what is missing counts as lost. */
    private static final long DRAIN_SECONDS = 60;

    private final DemoOptions options;
    private final Parts parts;
    private final PrintStream out;
    private final PrintStream err;
    private final LoadReport report = new LoadReport();
    private final DemoTable table;

    Demo(DemoOptions options, Parts parts, PrintStream out, PrintStream err) {
        this.options = options;
        this.parts = parts;
        this.out = out;
        this.err = err;
        this.table = new DemoTable(out);
    }

    /**
     * Runs until the time is over, a signal comes or something breaks.
     *
     * @return 0 only if no line was lost and none came twice
     */
    int run() throws Exception {
        try (StopSignal stop = new StopSignal();
                WorkDirectory work = WorkDirectory.temporary("tributary-demo-");
                StubApi api = StubApi.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            DemoCluster.namespaces().forEach(api::put);
            DemoCluster.pods().forEach(pod -> api.put(pod.json()));
            Path logs = Files.createDirectories(work.path().resolve("log"));
            List<ContainerLog> open = DemoLogs.open(logs);
            ProcessPart process = new ProcessPart(parts.collector(), COLLECTOR_MAIN, work.path());
            Part collector = options.killEvery() == 0 ? parts.collector() : process;
            Parts own = new Parts(parts.watcher(), parts.enricher(), collector);
            StandaloneConfig config = new StandaloneConfig(
                    logs,
                    List.of(),
                    new PodSource.FromApiServer(api.url()),
                    DemoCluster.NAME,
                    DemoCluster.NODE,
                    new StandaloneConfig.Kafka.Embedded(options.kafkaPort()),
                    Map.of());
            Path data = Files.createDirectories(work.path().resolve("data"));
            try (Standalone standalone = new Standalone(own, config, data, this::say)) {
                standalone.start();
                return run(standalone, process, open, stop);
            }
        }
    }

    private int run(Standalone standalone, ProcessPart process, List<ContainerLog> logs, StopSignal stop)
            throws Exception {
        LoadWriter writer = new LoadWriter(LoadSettings.atRate(options.rate()), logs, Clock.systemUTC());
        try (DemoReader reader = new DemoReader(
                standalone.bootstrapServers(), standalone.outputTopic(), report, Clock.systemUTC(), this::show)) {
            reader.start();
            Optional<String> trouble;
            try (writer) {
                writer.writeFirstLines();
                trouble = awaitFirstEvent(standalone, writer, reader, stop);
                if (trouble.isEmpty()) {
                    writer.start();
                    trouble = watch(standalone, process, writer, reader, stop);
                }
            }
            trouble = trouble.isPresent() ? trouble : drain(standalone, writer, reader);
            trouble.ifPresent(this::say);
        }
        LoadReport.Account account = report.account();
        out.println(DemoTable.summary(writer.written(), account));
        out.flush();
        boolean good = account.events() == writer.written() && account.duplicated() == 0 && account.damaged() == 0;
        return good ? 0 : 1;
    }

    /** The load begins when the way is open, so that the figures tell of it and not of starting three parts at once. */
    private Optional<String> awaitFirstEvent(
            Standalone standalone, LoadWriter writer, DemoReader reader, StopSignal stop) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
        while (report.account().events() < writer.written()) {
            Optional<String> trouble = trouble(standalone, writer, reader);
            if (trouble.isPresent() || stop.await(SECOND.dividedBy(50))) {
                return trouble;
            }
            if (System.nanoTime() > deadline) {
                return Optional.of("no event has come out for " + DRAIN_SECONDS + " s");
            }
        }
        return Optional.empty();
    }

    private Optional<String> watch(
            Standalone standalone, ProcessPart process, LoadWriter writer, DemoReader reader, StopSignal stop)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        for (long second = 1; options.seconds() == 0 || second <= options.seconds(); second++) {
            long left = TimeUnit.SECONDS.toNanos(second) - (System.nanoTime() - start);
            if (stop.await(Duration.ofNanos(Math.max(0, left)))) {
                return Optional.empty();
            }
            if (options.killEvery() > 0 && second % options.killEvery() == 0) {
                process.process().killAndRestart();
            }
            print(standalone, second, writer);
            Optional<String> trouble = trouble(standalone, writer, reader);
            if (trouble.isPresent()) {
                return trouble;
            }
        }
        return Optional.empty();
    }

    /** Waits until every written line has come out, or nothing comes any more. */
    private Optional<String> drain(Standalone standalone, LoadWriter writer, DemoReader reader)
            throws InterruptedException {
        say("writing has stopped: waiting for the last lines");
        long lastEvents = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < TimeUnit.SECONDS.toNanos(DRAIN_SECONDS)) {
            long events = report.account().events();
            if (events >= writer.written()) {
                return Optional.empty();
            }
            if (events != lastEvents) {
                lastEvents = events;
                since = System.nanoTime();
            }
            Optional<String> trouble = trouble(standalone, writer, reader);
            if (trouble.isPresent()) {
                return trouble;
            }
            TimeUnit.MILLISECONDS.sleep(SECOND.toMillis() / 10);
        }
        return Optional.of("nothing has come out for " + DRAIN_SECONDS + " s");
    }

    private static Optional<String> trouble(Standalone standalone, LoadWriter writer, DemoReader reader) {
        return standalone
                .trouble()
                .or(() -> writer.failure().map(e -> "writing has ended: " + e.getMessage()))
                .or(() -> reader.failure().map(e -> "reading has ended: " + e.getMessage()));
    }

    private void print(Standalone standalone, long second, LoadWriter writer) {
        Map<String, Double> figures = standalone.figures();
        table.line(
                second,
                writer.written(),
                report.account(),
                figures.getOrDefault("tributary_enricher_held_bytes", 0.0).longValue(),
                figures.getOrDefault("tributary_enricher_metadata_objects", 0.0).longValue());
    }

    private void show(JsonNode event) {
        try {
            out.println("The first enriched event:");
            out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(event));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String sentence) {
        err.println("demo: " + sentence);
    }
}
