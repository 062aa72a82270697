package io.tributary.standalone.benchmark;

import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.TopicSetup;
import io.tributary.schemas.Topics;
import io.tributary.schemas.record.PodMetadata;
import io.tributary.standalone.BrokerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A watcher of a very large cluster: what a full list costs, what changes cost, how long a change takes to its row, and
 * how long a restart takes. Broker and watcher are processes of their own. Started by hand, as docs/benchmarks.md says.
 */
class WatcherScaleBenchmark {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final int pods = Integer.getInteger("scale.pods", 100_000);
    private final int perSecond = Integer.getInteger("scale.changes", 500);
    private final int seconds = Integer.getInteger("scale.seconds", 60);
    private final String heap = System.getProperty("scale.heap", "400m");

    @TempDir
    private Path directory;

    @Test
    void shouldTellWhatAVeryLargeClusterCosts() throws Exception {
        int port = freePort();
        try (LargeApi api = new LargeApi(pods);
                MeasuredProcess broker = MeasuredProcess.start(
                        directory.resolve("broker.out"),
                        List.of("-Xmx1g"),
                        BrokerProcess.class.getName(),
                        directory.resolve("broker").toString(),
                        Integer.toString(port))) {
            String bootstrap = "127.0.0.1:" + port;
            try (Admin admin =
                    Admin.create(Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", "30000"))) {
                new TopicSetup(admin).create(Topics.defaults().sized(12, 1).specs(List.of("scale")));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%n%,d pods, %d changes/s, -Xmx%s%n| what | seconds | CPU-s | resident MB | peak MB | more |%n|---|---|---|---|---|---|%n",
                    pods,
                    perSecond,
                    heap);
            try (MeasuredProcess watcher = run(api, bootstrap, "empty topic: list, publish all", "published_total")) {
                change(api, bootstrap, watcher);
            }
            run(api, bootstrap, "restart with a full topic, until ready", "is_ready")
                    .close();
            System.out.println("broker alive: " + broker.alive() + ", API calls: " + api.calls() + ", bytes listed: "
                    + api.listedBytes());
        }
    }

    private MeasuredProcess run(LargeApi api, String bootstrap, String what, String until) throws Exception {
        int admin = freePort();
        Path config =
                Files.writeString(directory.resolve("watcher.properties"), """
                cluster.name=scale
                instance.id=scale
                api.server=%s
                kafka.bootstrap.servers=%s
                topics.replication=1
                admin.listen=127.0.0.1:%d
                """.formatted(api.url(), bootstrap, admin));
        long start = System.nanoTime();
        MeasuredProcess watcher = MeasuredProcess.start(
                directory.resolve("watcher.out"),
                List.of("-XX:+UseSerialGC", "-Xmx" + heap),
                "io.tributary.enricher.watch.WatcherMain",
                "--config",
                config.toString());
        if (until.equals("is_ready")) {
            await(watcher, admin, "tributary_watcher_objects", pods + (double) LargeApi.NAMESPACES);
            await(watcher, admin, "tributary_watcher_list_total", 2);
        } else {
            await(watcher, admin, "tributary_watcher_" + until, pods);
        }
        row(what, start, 0, watcher, "calls so far: " + api.calls());
        return watcher;
    }

    private void change(LargeApi api, String bootstrap, MeasuredProcess watcher) throws Exception {
        List<Long> delays = Collections.synchronizedList(new ArrayList<>());
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.METADATA).stream()
                    .map(partition -> new TopicPartition(Topics.METADATA, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            Thread changing = new Thread(() -> changeAll(api), "changes");
            long start = System.nanoTime();
            double cpu = watcher.cpuSeconds();
            changing.start();
            int expected = perSecond * seconds;
            SingleObjectSerde<PodMetadata> serde = SingleObjectSerde.podMetadata();
            while (delays.size() < expected && System.nanoTime() - start < LIMIT.toNanos()) {
                for (ConsumerRecord<String, byte[]> row : consumer.poll(Duration.ofMillis(50))) {
                    if (serde.recognises(row.value())) {
                        long changed = Long.parseLong(
                                serde.deserialize(null, row.value()).getLabels().get(LargeApi.CHANGED));
                        delays.add(System.nanoTime() - changed);
                    }
                }
            }
            changing.join();
            Collections.sort(delays);
            row(
                    seconds + " s of changes",
                    start,
                    cpu,
                    watcher,
                    String.format(
                            Locale.ROOT,
                            "rows %d of %d; change to row ms: p50 %d, p99 %d, max %d",
                            delays.size(),
                            expected,
                            millis(delays, 0.5),
                            millis(delays, 0.99),
                            millis(delays, 1)));
        }
    }

    // Every change is of another pod, so that each must become a row of its own.
    private void changeAll(LargeApi api) {
        long start = System.nanoTime();
        for (int i = 0; i < perSecond * seconds; i++) {
            long due = start + i * (TimeUnit.SECONDS.toNanos(1) / perSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            api.change(i % pods);
        }
    }

    private static long millis(List<Long> sorted, double quantile) {
        return sorted.isEmpty()
                ? -1
                : TimeUnit.NANOSECONDS.toMillis(
                        sorted.get((int) Math.min(sorted.size() - 1, Math.ceil(quantile * sorted.size()))));
    }

    private static void row(String what, long start, double cpuBefore, MeasuredProcess process, String more)
            throws IOException {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %d | %d | %s |%n",
                what,
                (System.nanoTime() - start) / 1e9,
                process.cpuSeconds() - cpuBefore,
                process.residentMegabytes(),
                process.peakMegabytes(),
                more);
    }

    private void await(MeasuredProcess process, int admin, String metric, double value) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        double seen = -1;
        while (seen < value) {
            if (!process.alive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(metric + " is " + seen + ", not " + value + ":\n"
                        + Files.readString(directory.resolve("watcher.out")));
            }
            TimeUnit.MILLISECONDS.sleep(100);
            seen = process.metric(admin, metric);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
