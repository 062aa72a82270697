package io.tributary.standalone.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.tributary.schemas.TopicSetup;
import io.tributary.schemas.Topics;
import io.tributary.standalone.BrokerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a node full of quiet containers costs, and what they notice of a busy one. Broker and collector are processes of their own.
 * Started by hand, as docs/benchmarks.md says; prints rows of its tables.
 */
class NodeBenchmark {

    private static final int PARTITIONS = 12;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern WRITTEN = Pattern.compile("written=(\\d+) ");

    private final int files = Integer.getInteger("node.files", 1_000);
    private final int seconds = Integer.getInteger("node.seconds", 40);
    private final int quietFiles = Integer.getInteger("node.quiet", 300);
    private final int megabytesPerSecond = Integer.getInteger("node.busy.mb", 50);

    @TempDir
    private Path directory;

    private MeasuredProcess broker;
    private String bootstrap;
    private int admin;

    @BeforeEach
    void startBroker() throws Exception {
        int port = freePort();
        bootstrap = "127.0.0.1:" + port;
        broker = MeasuredProcess.start(
                directory.resolve("broker.out"),
                List.of("-Xmx1g"),
                BrokerProcess.class.getName(),
                directory.resolve("broker").toString(),
                Integer.toString(port));
        try (Admin client = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            new TopicSetup(client).create(Topics.defaults().sized(PARTITIONS, 1).specs(List.of("bench")));
        }
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldTellWhatIdleFilesCost() throws Exception {
        System.out.printf("%n| idle files | CPU, share of one core | resident MB |%n|---|---|---|%n");
        for (int count : new int[] {files / 10, files}) {
            Backlog idle = new Backlog(directory.resolve("log-" + count), count, 1, 200, Backlog.Format.CRI);
            idle.write();
            try (MeasuredProcess collector = collector(idle)) {
                awaitAcknowledged(collector, idle.bytes());
                // The compiler is busy for some seconds after the start, and a file is idle once it was silent for a
                // minute.
                TimeUnit.SECONDS.sleep(75);
                double before = collector.cpuSeconds();
                long start = System.nanoTime();
                TimeUnit.SECONDS.sleep(seconds);
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %.2f %% | %d |%n",
                        count,
                        100 * (collector.cpuSeconds() - before) * 1e9 / (System.nanoTime() - start),
                        collector.residentMegabytes());
            }
        }
    }

    @Test
    void shouldTellHowSoonAQuietContainersLineIsInKafkaBesideABusyOne() throws Exception {
        Backlog backlog = new Backlog(directory.resolve("log"), quietFiles + 1, 1, 200, Backlog.Format.CRI);
        backlog.write();
        List<Path> logs = logs(backlog.root());
        Path busy = logs.remove(0);
        try (MeasuredProcess collector = collector(backlog)) {
            awaitAcknowledged(collector, backlog.bytes());
            int quietLines = writeFor(Duration.ofSeconds(10), busy, logs);
            awaitAcknowledged(collector, Files.size(busy) + 200L * quietFiles + 100L * quietLines);
            List<Long> millis = millisToKafka(quietLines);
            System.out.printf(
                    Locale.ROOT,
                    "%n| quiet containers | busy one, MB/s | lines | median ms | p99 ms | most ms |%n|---|---|---|---|---|---|%n"
                            + "| %d | %.0f | %d | %d | %d | %d |%n",
                    quietFiles,
                    Files.size(busy) / 10e6,
                    millis.size(),
                    millis.get(millis.size() / 2),
                    millis.get(millis.size() * 99 / 100),
                    millis.get(millis.size() - 1));
        }
    }

    /** The busy one gets its share every ten milliseconds, and each time one of the quiet ones a line. */
    private int writeFor(Duration time, Path busy, List<Path> quiet) throws Exception {
        String filler = "2026-01-05T00:00:00.000000000Z stdout F " + "x".repeat(159) + "\n";
        byte[] share =
                filler.repeat(megabytesPerSecond * 10_000 / filler.length()).getBytes(ISO_8859_1);
        int lines = 0;
        try (OutputStream out = Files.newOutputStream(busy, StandardOpenOption.APPEND)) {
            long start = System.nanoTime();
            for (long at = start; at < start + time.toNanos(); at += 10_000_000) {
                TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
                out.write(share);
                String line = String.format("%s stdout F written=%d ", Instant.now(), System.currentTimeMillis());
                Files.writeString(
                        quiet.get(lines++ % quiet.size()),
                        line + "y".repeat(99 - line.length()) + "\n",
                        StandardOpenOption.APPEND);
            }
        }
        return lines;
    }

    /** The broker's clock, which is this machine's, against the time in the line. */
    private List<Long> millisToKafka(int lines) {
        List<Long> millis = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new ByteArrayDeserializer())) {
            String topic = Topics.defaults().rawSpec().name();
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (millis.size() < lines) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (record.value().length < 10_000) {
                        Matcher written = WRITTEN.matcher(new String(record.value(), ISO_8859_1));
                        while (written.find()) {
                            millis.add(record.timestamp() - Long.parseLong(written.group(1)));
                        }
                    }
                }
            }
        }
        Collections.sort(millis);
        return millis;
    }

    private static List<Path> logs(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root.resolve("pods"))) {
            return new ArrayList<>(paths.filter(Files::isRegularFile).toList());
        }
    }

    private MeasuredProcess collector(Backlog backlog) throws IOException {
        admin = freePort();
        Path state = Files.createTempDirectory(directory, "state");
        Path config = Files.writeString(
                state.resolve("collector.properties"),
                String.join(
                        "\n",
                        "cluster.name=bench",
                        "node.name=node-1",
                        "links.check.owner=false",
                        "logs.root=" + backlog.root(),
                        "state.dir=" + state,
                        "topics.raw.partitions=" + PARTITIONS,
                        "topics.replication=1",
                        "admin.listen=127.0.0.1:" + admin,
                        "kafka.bootstrap.servers=" + bootstrap));
        return MeasuredProcess.start(
                directory.resolve("collector.out"),
                DrainBenchmark.COLLECTOR_FLAGS,
                "io.tributary.collector.CollectorMain",
                "--config",
                config.toString());
    }

    private void awaitAcknowledged(MeasuredProcess collector, long bytes) throws Exception {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (collector.metric(admin, "tributary_collector_acknowledged_bytes_total") < bytes) {
            if (!collector.alive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("the collector is too slow or has ended:\n"
                        + Files.readString(directory.resolve("collector.out")));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
