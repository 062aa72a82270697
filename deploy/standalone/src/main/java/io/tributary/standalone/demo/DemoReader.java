package io.tributary.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.standalone.load.LoadReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads the output as Logstash would, with {@code read_committed}, and gives every line to the report. */
final class DemoReader implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STOP_MILLIS = 10_000;

    private final String bootstrapServers;
    private final String topic;
    private final LoadReport report;
    private final Clock clock;
    private final Consumer<JsonNode> first;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "demo-reader");
    private volatile boolean stopping;

    /** @param first gets the first enriched event, once */
    DemoReader(String bootstrapServers, String topic, LoadReport report, Clock clock, Consumer<JsonNode> first) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.report = report;
        this.clock = clock;
        this.first = first;
    }

    void start() {
        thread.start();
    }

    /** Why reading ended by itself, if it did. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            boolean firstSeen = false;
            while (!stopping) {
                for (ConsumerRecord<byte[], byte[]> event : consumer.poll(POLL)) {
                    JsonNode json = MAPPER.readTree(event.value());
                    take(json);
                    if (!firstSeen && json.path("kubernetes").has("labels")) {
                        firstSeen = true;
                        first.accept(json);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        }
    }

    private void take(JsonNode json) {
        for (JsonNode flag : json.path("tributary").path("flags")) {
            if (flag.asText().equals("gap") || flag.asText().equals("accounting")) {
                return;
            }
        }
        report.received(json.path("log").asText(), ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()));
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return settings;
    }
}
