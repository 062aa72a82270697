package io.tributary.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.collector.publish.FakeKafka;
import io.tributary.collector.publish.Producers;
import io.tributary.runtime.Check;
import io.tributary.runtime.Component;
import io.tributary.runtime.Launcher;
import io.tributary.runtime.Part;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.LogChunk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole collector on a real directory, with Kafka's own mock of a producer. */
class CollectorTest {

    private static final String POD = "shop_web-0_0a1b2c3d-0000-4000-8000-000000000001";

    @TempDir
    private Path directory;

    private final FakeKafka kafka = new FakeKafka("tributary.raw", 12);
    private final List<Running> running = new ArrayList<>();
    private Path log;
    private int written;

    @BeforeEach
    void layOutLogs() throws IOException {
        Files.createDirectories(directory.resolve("log/containers"));
        Files.createDirectory(directory.resolve("state"));
        log = directory.resolve("log/pods").resolve(POD).resolve("web/0.log");
        Files.createDirectories(log.getParent());
    }

    @AfterEach
    void stop() {
        running.forEach(Running::close);
    }

    @Test
    void shouldPublishEveryByteWhenLinesAreWritten() throws Exception {
        // Given
        kafka.automatic();
        write(100);

        // When
        Running collector = start();
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        write(100);

        // Then
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        await().untilAsserted(() -> assertThat(collector.collector.check()).isEqualTo(Check.ok()));
        await().untilAsserted(() -> collector.assertSums(content().length()));
        assertThat(collector.value("discarded_bytes_total")).isZero();
    }

    @Test
    void shouldGoOnWhereItWasWhenStartedAgain() throws Exception {
        // Given
        kafka.automatic();
        write(100);
        Running first = start();
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        first.close();
        int records = chunks().size();

        // When
        write(50);
        Running second = start();

        // Then: nothing twice, and without a jump
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        LogChunk next = chunks().get(records);
        assertThat(next.getOffset()).isEqualTo(line(0).length() * 100L);
        await().untilAsserted(() -> second.assertSums(line(0).length() * 50L));
    }

    @Test
    void shouldReadAgainWithoutHoleWhenTheProducerFails() throws Exception {
        // Given: three chunks under way, the first one safe
        Running collector = start("chunk.max.bytes", Integer.toString(1_024));
        await().until(() -> kafka.producers() == 1);
        write(100);
        FakeKafka.FakeProducer first = kafka.producer();
        await().until(() -> first.history().size() >= 5);

        // When
        first.acknowledge();
        kafka.automatic();
        first.refuse(new RecordTooLargeException("limit lowered"));

        // Then
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        await().untilAsserted(() -> collector.assertSums(content().length()));
        assertThat(collector.value("discarded_bytes_total")).isPositive();
        assertThat(collector.text())
                .contains("tributary_collector_kafka_send_errors_total{error=\"RecordTooLarge\"} 1.0");
    }

    @Test
    void shouldGoOnInSmallerChunksWhenOneIsRefusedAsTooLarge() throws Exception {
        // Given
        Running collector = start("chunk.max.bytes", Integer.toString(4_096));
        await().until(() -> kafka.producers() == 1);
        write(200);
        FakeKafka.FakeProducer first = kafka.producer();
        await().until(() -> first.history().size() >= 3);

        // When
        first.acknowledge();
        kafka.automatic();
        first.refuse(new RecordTooLargeException("limit lowered"));

        // Then
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        assertThat(chunks().subList(1, chunks().size()))
                .allMatch(chunk -> ((ChunkBytes) chunk.getPayload()).getData().remaining() <= 2_048);
        await().untilAsserted(() -> collector.assertSums(content().length()));
    }

    @Test
    void shouldEndTheProcessWithFailureWhenAThreadDies() throws Exception {
        // Given
        Path file = directory.resolve("collector.properties");
        Properties properties = new Properties();
        properties.putAll(config("admin.listen", "").originalsStrings());
        try (var out = Files.newBufferedWriter(file)) {
            properties.store(out, null);
        }
        Producers broken = settings -> {
            throw new LinkageError("no such class");
        };

        // When
        int code = Launcher.run(new PartWith(broken), List.of(), "--config", file.toString());

        // Then
        assertThat(code).isEqualTo(1);
    }

    @Test
    void shouldEndWhenTheReadingThreadDies() throws Exception {
        // Given
        write(1);
        Metrics metrics = new Metrics();
        Collector collector = new Collector(config(), metrics, kafka, settings -> {
            FakeKafka.FakeProducer producer = (FakeKafka.FakeProducer) kafka.make(settings);
            producer.failSends(new LinkageError("no such class"));
            return producer;
        });

        // When
        collector.start();

        // Then
        try (collector;
                metrics) {
            await().until(collector::failed);
            assertThat(collector.check())
                    .isEqualTo(Check.failed(
                            "a thread has ended: java.lang.LinkageError: no such class",
                            "see the log; restart the collector and report this"));
        }
    }

    @Test
    void shouldGoOnPublishingWhenTheCheckpointCannotBeSaved() throws Exception {
        // Given
        kafka.automatic();
        Running collector = start();
        Files.createDirectories(directory.resolve("state/checkpoint.tmp/full"));

        // When
        write(100);

        // Then
        await().untilAsserted(() ->
                assertThat(collector.value("checkpoint_write_errors_total")).isPositive());
        write(100);
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        assertThat(collector.value("checkpoint_age_seconds")).isPositive();
        assertThat(collector.collector.check()).as("for a minute").isEqualTo(Check.ok());

        // And: it is saved when the disk takes it again
        Files.delete(directory.resolve("state/checkpoint.tmp/full"));
        await().untilAsserted(() ->
                assertThat(collector.value("checkpoint_age_seconds")).isZero());
    }

    @Test
    void shouldCountARecoveryWhenTheLastCheckpointIsTorn() throws Exception {
        // Given
        kafka.automatic();
        write(100);
        Running first = start();
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        await().until(() -> first.value("checkpoint_age_seconds") == 0);
        write(1);
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
        first.close();
        Files.write(directory.resolve("state/checkpoint"), new byte[] {1});

        // When
        Running second = start();

        // Then
        assertThat(second.text()).contains("tributary_collector_checkpoint_recoveries_total{from=\"previous\"} 1.0");
    }

    @Test
    void shouldSendAgainWhatWasNotAcknowledgedWhenStartedAgain() throws Exception {
        // Given: stopped with everything under way
        write(100);
        Running first = start();
        await().until(() ->
                kafka.producers() == 1 && !kafka.producer().history().isEmpty());
        first.close();
        assertThat(published()).isEmpty();

        // When
        kafka.automatic();
        start();

        // Then
        await().untilAsserted(() -> assertThat(published()).isEqualTo(content()));
    }

    @Test
    void shouldStartAndTellWhatIsMissingWhenTheTopicDoesNotExist() throws Exception {
        // Given
        Metrics metrics = new Metrics();
        Collector collector = new Collector(
                config(),
                metrics,
                () -> {
                    throw new UnknownTopicOrPartitionException("no");
                },
                kafka);

        // When
        collector.start();

        // Then
        try (collector;
                metrics) {
            await().untilAsserted(() -> assertThat(collector.check())
                    .isEqualTo(Check.failed(
                            "topic tributary.raw does not exist",
                            "create it with 'tributary topics create', or correct topics.raw")));
            assertThat(collector.failed()).isFalse();
        }
    }

    @Test
    void shouldEndWhenThePartitionCountWasChanged() throws Exception {
        // Given
        try (Metrics metrics = new Metrics();
                Collector collector = new Collector(config(), metrics, () -> 24, kafka)) {
            // When
            collector.start();

            // Then
            await().until(collector::failed);
            assertThat(collector.check()).isInstanceOf(Check.Failed.class);
        }
    }

    @Test
    void shouldRefuseAsBadConfigurationWhenTheStateDirectoryIsMissing() throws IOException {
        Files.delete(directory.resolve("state"));

        assertThatThrownBy(this::start)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("state.dir " + directory.resolve("state"))
                .hasMessageContaining("install -d");
    }

    @Test
    void shouldRefuseTheSecondCollectorOnOneStateDirectory() throws Exception {
        start();

        assertThatThrownBy(this::start)
                .isNotInstanceOf(ConfigException.class)
                .hasMessageContaining("process id " + ProcessHandle.current().pid());
    }

    private Running start(String... settings) throws Exception {
        Running started = new Running(config(settings));
        running.add(started);
        started.collector.start();
        return started;
    }

    private CollectorConfig config(String... settings) {
        Map<String, String> values = new HashMap<>();
        values.put("cluster.name", "east");
        values.put("node.name", "node1");
        values.put("kafka.bootstrap.servers", "127.0.0.1:1");
        values.put("topics.raw.partitions", "12");
        values.put("logs.root", directory.resolve("log").toString());
        values.put("links.check.owner", "false");
        values.put("state.dir", directory.resolve("state").toString());
        values.put("checkpoint.interval.ms", "20");
        values.put("scan.interval.ms", "100");
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        return new CollectorConfig(values);
    }

    private void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            text.append(line(written++));
        }
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String content() throws IOException {
        return Files.readString(log);
    }

    private static String line(int number) {
        return String.format("2026-11-22T08:00:00.%09dZ stdout F line number %06d%n", number, number);
    }

    private List<LogChunk> chunks() {
        return kafka.log().stream()
                .filter(record -> record.getPayload() instanceof ChunkBytes)
                .toList();
    }

    /** The acknowledged bytes in the order of the log; fails on a hole and on a byte that comes twice. */
    private String published() {
        StringBuilder text = new StringBuilder();
        for (LogChunk chunk : chunks()) {
            assertThat(chunk.getOffset()).isEqualTo(text.length());
            ByteBuffer data = ((ChunkBytes) chunk.getPayload()).getData().duplicate();
            text.append(StandardCharsets.UTF_8.decode(data));
        }
        return text.toString();
    }

    /** The collector as the launcher sees it, with other producers. */
    private final class PartWith implements Part {

        private final CollectorPart real = new CollectorPart();
        private final Producers producers;

        PartWith(Producers producers) {
            this.producers = producers;
        }

        @Override
        public String name() {
            return real.name();
        }

        @Override
        public String summary() {
            return real.summary();
        }

        @Override
        public ConfigDef definition() {
            return real.definition();
        }

        @Override
        public Set<String> passThrough() {
            return real.passThrough();
        }

        @Override
        public Component create(Map<String, String> config, Metrics metrics) {
            return new Collector(new CollectorConfig(config), metrics, kafka, producers);
        }
    }

    private final class Running implements AutoCloseable {

        private final Metrics metrics = new Metrics();
        private final Collector collector;

        Running(CollectorConfig config) {
            collector = new Collector(config, metrics, kafka, kafka);
        }

        void assertSums(long acknowledged) {
            assertThat(value("acknowledged_bytes_total")).isEqualTo((double) acknowledged);
            assertThat(value("read_bytes_total"))
                    .isEqualTo(acknowledged + value("in_flight_bytes") + value("discarded_bytes_total"));
        }

        double value(String name) {
            return text().lines()
                    .filter(line -> line.matches("tributary_collector_" + name + "(\\{[^}]*})? .*"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        String text() {
            return metrics.scrape();
        }

        @Override
        public void close() {
            collector.close();
        }
    }
}
