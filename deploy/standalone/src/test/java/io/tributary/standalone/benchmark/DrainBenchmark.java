package io.tributary.standalone.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Drains a backlog of container logs: first the collector alone, then the enricher alone on what the collector left in the raw topic,
 * each beside Kafka's own producer test sending as many bytes in records of the same size. Broker, collector, watcher, enricher and
 * reference are processes of their own. Started by hand, as docs/benchmarks.md says; prints rows of its tables.
 */
class DrainBenchmark {

    static final List<String> COLLECTOR_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms20m",
            "-Xmx48m",
            "-Xmn16m",
            "-Xss512k",
            "-XX:TieredStopAtLevel=1",
            "-Djdk.nio.maxCachedBufferSize=262144");
    private static final Map<String, String> COLLECTOR_PRODUCER = Map.of(
            "acks", "all",
            "compression.type", "lz4",
            "linger.ms", "20",
            "batch.size", "344064",
            "buffer.memory", "8388608");
    private static final List<String> ENRICHER_FLAGS = List.of("-XX:+UseSerialGC", "-Xmx512m");
    private static final Map<String, String> ENRICHER_PRODUCER = Map.of(
            "acks", "all",
            "compression.type", "lz4",
            "linger.ms", "50",
            "batch.size", "262144",
            "buffer.memory", "67108864");
    private static final int CHUNK_SAMPLES = 100;
    private static final int EVENT_SAMPLES = 2_000;
    private static final int CHUNK = 65_536;

    private final int files = Integer.getInteger("drain.files", 20);
    private final int linesPerFile = Integer.getInteger("drain.lines", 250_000);
    private final int lineBytes = Integer.getInteger("drain.line.bytes", 200);
    private final Backlog.Format format = Backlog.Format.valueOf(System.getProperty("drain.format", "CRI"));
    private final int partitions = Integer.getInteger("drain.partitions", 12);
    private final int threads = Integer.getInteger("drain.threads", 1);
    private final boolean onlyCollector = Boolean.getBoolean("drain.only.collector");

    @TempDir
    private Path directory;

    private Backlog backlog;
    private BenchmarkBroker broker;
    private Parts parts;

    @BeforeEach
    void prepare() throws Exception {
        backlog = new Backlog(directory.resolve("log"), files, linesPerFile, lineBytes, format);
        backlog.write();
        backlog.writePods(directory.resolve("pods.json"));
        broker = BenchmarkBroker.start(directory, partitions);
        parts = new Parts(
                directory,
                Map.of(
                        "cluster.name", "bench",
                        "topics.replication", "1",
                        "kafka.bootstrap.servers", broker.bootstrap()));
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldTellWhatDrainingABacklogCosts() throws Exception {
        System.out.printf("%n%s, %d threads%n%s%n", format, threads, Cost.HEAD);
        Cost collector = collector();
        print("collector", collector);
        long chunks = backlog.bytes() / CHUNK;
        compare("collector", collector, COLLECTOR_FLAGS, COLLECTOR_PRODUCER, "tributary.raw", CHUNK_SAMPLES, chunks);
        if (!onlyCollector) {
            Cost enricher = enricher();
            print("enricher", enricher);
            compare(
                    "enricher",
                    enricher,
                    ENRICHER_FLAGS,
                    ENRICHER_PRODUCER,
                    "k8s-bench",
                    EVENT_SAMPLES,
                    backlog.lines());
        }
        assertThat(collector.cpu()).isPositive();
    }

    private Cost collector() throws Exception {
        double brokerBefore = broker.cpuSeconds();
        long start = System.nanoTime();
        try (Parts.Running collector = parts.start("collector", collectorConfig(backlog.root(), "state"))) {
            collector.await("tributary_collector_acknowledged_bytes_total", backlog.bytes());
            return cost(collector, start, 0, brokerBefore);
        }
    }

    private Map<String, String> collectorConfig(Path root, String state) throws IOException {
        return Map.of(
                "node.name", "node-1",
                "links.check.owner", "false",
                "logs.root", root.toString(),
                "state.dir", Files.createDirectories(directory.resolve(state)).toString(),
                "topics.raw.partitions", Integer.toString(partitions));
    }

    private Cost enricher() throws Exception {
        Map<String, String> pods =
                Map.of("pods.file", directory.resolve("pods.json").toString());
        try (Parts.Running watcher = parts.start("watcher", pods)) {
            watcher.await("tributary_watcher_published_total", files);
        }
        Map<String, String> config = Map.of(
                "threads", Integer.toString(threads),
                "topics.raw.partitions", Integer.toString(partitions),
                "state.dir", directory.resolve("streams").toString());
        double brokerBefore = broker.cpuSeconds();
        try (Parts.Running enricher = parts.start("enricher", config)) {
            enricher.await("tributary_enricher_sent_total", 1);
            long start = System.nanoTime();
            double cpuBefore = enricher.process().cpuSeconds();
            enricher.await("tributary_enricher_sent_total", backlog.lines());
            return cost(enricher, start, cpuBefore, brokerBefore);
        }
    }

    private Cost cost(Parts.Running part, long start, double cpuBefore, double brokerBefore) throws IOException {
        return new Cost(
                (System.nanoTime() - start) / 1e9,
                part.process().cpuSeconds() - cpuBefore,
                part.process().peakMegabytes(),
                broker.cpuSeconds() - brokerBefore);
    }

    private void compare(
            String part,
            Cost cost,
            List<String> flags,
            Map<String, String> settings,
            String topic,
            int samples,
            long records)
            throws Exception {
        if (!ReferenceProducer.isThere()) {
            System.out.println("no reference: it comes with the Maven profile benchmark");
            return;
        }
        Cost reference =
                new ReferenceProducer(flags, settings).send(broker, directory, broker.values(topic, samples), records);
        print("kafka-producer-perf-test", reference);
        System.out.println(cost.ratio(part + " against kafka-producer-perf-test", reference));
    }

    private void print(String what, Cost cost) {
        System.out.println(cost.row(what, backlog.bytes(), backlog.lines()));
    }
}
