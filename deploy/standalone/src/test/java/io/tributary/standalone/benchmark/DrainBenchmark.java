package io.tributary.standalone.benchmark;

import io.tributary.schemas.TopicSetup;
import io.tributary.schemas.Topics;
import io.tributary.standalone.BrokerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drains a backlog of container logs: first the collector alone, then the enricher alone on what the collector left in the raw topic.
 * Broker, collector, watcher and enricher are processes of their own. Started by hand, as docs/benchmarks.md says; prints rows of its table.
 */
class DrainBenchmark {

    private static final List<String> COLLECTOR_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms8m",
            "-Xmx48m",
            "-Xmn16m",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-Djdk.nio.maxCachedBufferSize=262144");
    private static final List<String> ENRICHER_FLAGS = List.of("-XX:+UseSerialGC", "-Xmx512m");
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final int files = Integer.getInteger("drain.files", 20);
    private final int linesPerFile = Integer.getInteger("drain.lines", 250_000);
    private final int lineBytes = Integer.getInteger("drain.line.bytes", 200);
    private final int partitions = Integer.getInteger("drain.partitions", 12);
    private final int threads = Integer.getInteger("drain.threads", 1);

    @TempDir
    private Path directory;

    @Test
    void shouldTellWhatDrainingABacklogCosts() throws Exception {
        Backlog backlog = new Backlog(directory.resolve("log"), files, linesPerFile, lineBytes);
        backlog.write();
        backlog.writePods(directory.resolve("pods.json"));
        int port = freePort();
        try (MeasuredProcess broker = MeasuredProcess.start(
                directory.resolve("broker.out"),
                List.of("-Xmx1g"),
                BrokerProcess.class.getName(),
                directory.resolve("broker").toString(),
                Integer.toString(port))) {
            String bootstrap = "127.0.0.1:" + port;
            createTopics(bootstrap);
            System.out.printf(
                    "%n| what | lines/s | MB/s | CPU-s per GB | CPU us per line | peak MB | broker CPU-s per GB |%n|---|---|---|---|---|---|---|%n");
            drainCollector(backlog, bootstrap, broker);
            drainEnricher(backlog, bootstrap, broker);
        }
    }

    private void drainCollector(Backlog backlog, String bootstrap, MeasuredProcess broker) throws Exception {
        int admin = freePort();
        Path config = write(
                "collector.properties",
                Map.of(
                        "cluster.name",
                        "bench",
                        "node.name",
                        "node-1",
                        "logs.root",
                        backlog.root().toString(),
                        "state.dir",
                        Files.createDirectories(directory.resolve("state")).toString(),
                        "topics.raw.partitions",
                        Integer.toString(partitions),
                        "topics.replication",
                        "1",
                        "admin.listen",
                        "127.0.0.1:" + admin,
                        "kafka.bootstrap.servers",
                        bootstrap));
        double brokerBefore = broker.cpuSeconds();
        long start = System.nanoTime();
        try (MeasuredProcess collector = MeasuredProcess.start(
                directory.resolve("collector.out"),
                COLLECTOR_FLAGS,
                "io.tributary.collector.CollectorMain",
                "--config",
                config.toString())) {
            await(
                    collector,
                    admin,
                    "tributary_collector_acknowledged_bytes_total",
                    (double) backlog.bytes(),
                    "collector.out");
            row(
                    "collector, " + partitions + " partitions",
                    backlog,
                    start,
                    0,
                    collector,
                    broker.cpuSeconds() - brokerBefore);
        }
    }

    private void drainEnricher(Backlog backlog, String bootstrap, MeasuredProcess broker) throws Exception {
        int watcherAdmin = freePort();
        Path watcherConfig = write(
                "watcher.properties",
                Map.of(
                        "cluster.name",
                        "bench",
                        "pods.file",
                        directory.resolve("pods.json").toString(),
                        "topics.replication",
                        "1",
                        "admin.listen",
                        "127.0.0.1:" + watcherAdmin,
                        "kafka.bootstrap.servers",
                        bootstrap));
        try (MeasuredProcess watcher = MeasuredProcess.start(
                directory.resolve("watcher.out"),
                List.of("-XX:+UseSerialGC", "-Xmx256m"),
                "io.tributary.enricher.watch.WatcherMain",
                "--config",
                watcherConfig.toString())) {
            await(watcher, watcherAdmin, "tributary_watcher_published_total", files, "watcher.out");
        }
        int admin = freePort();
        Path config = write(
                "enricher.properties",
                Map.of(
                        "cluster.name",
                        "bench",
                        "threads",
                        Integer.toString(threads),
                        "topics.raw.partitions",
                        Integer.toString(partitions),
                        "topics.replication",
                        "1",
                        "state.dir",
                        directory.resolve("streams").toString(),
                        "admin.listen",
                        "127.0.0.1:" + admin,
                        "kafka.bootstrap.servers",
                        bootstrap));
        double brokerBefore = broker.cpuSeconds();
        try (MeasuredProcess enricher = MeasuredProcess.start(
                directory.resolve("enricher.out"),
                ENRICHER_FLAGS,
                "io.tributary.enricher.EnricherMain",
                "--config",
                config.toString())) {
            await(enricher, admin, "tributary_enricher_sent_total", 1, "enricher.out");
            long start = System.nanoTime();
            double cpuBefore = enricher.cpuSeconds();
            await(enricher, admin, "tributary_enricher_sent_total", (double) backlog.lines(), "enricher.out");
            row(
                    "enricher, " + threads + " thread(s)",
                    backlog,
                    start,
                    cpuBefore,
                    enricher,
                    broker.cpuSeconds() - brokerBefore);
        }
    }

    private void row(
            String what, Backlog backlog, long start, double cpuBefore, MeasuredProcess process, double brokerCpu)
            throws IOException {
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = process.cpuSeconds() - cpuBefore;
        double gigabytes = backlog.bytes() / 1e9;
        System.out.printf(
                Locale.ROOT,
                "| %s | %,.0f | %.0f | %.2f | %.2f | %d | %.2f |%n",
                what,
                backlog.lines() / seconds,
                backlog.bytes() / 1e6 / seconds,
                cpu / gigabytes,
                cpu * 1e6 / backlog.lines(),
                process.peakMegabytes(),
                brokerCpu / gigabytes);
    }

    private void await(MeasuredProcess process, int admin, String metric, double value, String output)
            throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        double seen = -1;
        while (seen < value) {
            if (!process.alive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(metric + " is " + seen + ", not " + value + ", and the process "
                        + (process.alive() ? "is too slow" : "has ended") + ":\n"
                        + Files.readString(directory.resolve(output)));
            }
            TimeUnit.MILLISECONDS.sleep(250);
            seen = process.metric(admin, metric);
        }
    }

    private void createTopics(String bootstrap) throws Exception {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                "30000"))) {
            new TopicSetup(admin).create(Topics.defaults().sized(partitions, 1).specs(List.of("bench")));
        }
    }

    private Path write(String name, Map<String, String> config) throws IOException {
        StringBuilder text = new StringBuilder();
        config.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        return Files.writeString(directory.resolve(name), text);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
