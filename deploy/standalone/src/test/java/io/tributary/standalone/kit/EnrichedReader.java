package io.tributary.standalone.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.standalone.guarantee.EnrichedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;

/** Reads an output topic from its beginning with {@code read_committed}, on the test's own thread. */
public final class EnrichedReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Consumer<EnrichedEvent> hears;
    private final List<EnrichedEvent> events = new ArrayList<>();

    /** @param hears gets every event, once, in the topic's order */
    public EnrichedReader(String bootstrapServers, String topic, Consumer<EnrichedEvent> hears) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.hears = hears;
        // A topic just made is not known to every broker at once.
        List<TopicPartition> partitions = Awaitility.await("topic " + topic + " is known")
                .ignoreExceptions()
                .until(() -> consumer.partitionsFor(topic), known -> known != null && !known.isEmpty())
                .stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All events read so far. */
    public List<EnrichedEvent> events() {
        return List.copyOf(events);
    }

    /** Reads until an event of this kind was read, and returns it. */
    public EnrichedEvent awaitOne(String what, Predicate<EnrichedEvent> wanted) {
        await(what, () -> events.stream().anyMatch(wanted));
        return events.stream().filter(wanted).findFirst().orElseThrow();
    }

    /** Reads until this holds. */
    public void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s within %s; %s events were read", what, PATIENCE, events.size())
                    .isLessThan(deadline);
            poll();
        }
    }

    /** Reads on for so long, to see what should not come. */
    public void readFor(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < deadline) {
            poll();
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> event : consumer.poll(POLL)) {
            String key = new String(event.key(), StandardCharsets.UTF_8);
            EnrichedEvent read = EnrichedEvent.of(event.partition(), event.offset(), key, event.value());
            events.add(read);
            hears.accept(read);
        }
    }
}
