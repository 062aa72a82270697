package io.tributary.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Prints every committed record of the output topic, one line each, on a thread of its own.
 * What is printed is remembered in Kafka, so a later run on the same data prints only what is new.
 */
final class EnrichedPrinter implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final long STOP_MILLIS = 10_000;

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final OutputStream out;
    private final Map<TopicPartition, Long> printed = new ConcurrentHashMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile boolean stopping;
    private final Thread thread = new Thread(this::run, "printer");

    EnrichedPrinter(String bootstrapServers, String topic, OutputStream out) {
        this(consumer(bootstrapServers, "tributary-standalone-print." + topic), topic, out);
    }

    EnrichedPrinter(Consumer<byte[], byte[]> consumer, String topic, OutputStream out) {
        this.consumer = consumer;
        this.topic = topic;
        this.out = out;
    }

    void start() {
        thread.start();
    }

    /** Whether everything before these positions has been printed. */
    boolean hasPrinted(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> printed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /** Why printing ended by itself, such as a closed pipe. */
    Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Prints what it has read and stops. */
    @Override
    public void close() {
        // No wakeup(): between writing and committing it would have the same lines printed again by the next run.
        stopping = true;
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (consumer) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            while (!stopping) {
                print(consumer.poll(POLL));
                // The position also passes the markers that end transactions, which no record tells of.
                partitions.forEach(partition -> printed.put(partition, consumer.position(partition)));
            }
        } catch (IOException | RuntimeException e) {
            failure.set(e);
        }
    }

    private void print(ConsumerRecords<byte[], byte[]> records) throws IOException {
        if (records.isEmpty()) {
            return;
        }
        for (ConsumerRecord<byte[], byte[]> event : records) {
            out.write(event.value());
            out.write('\n');
        }
        out.flush();
        consumer.commitSync();
    }

    private static Consumer<byte[], byte[]> consumer(String bootstrapServers, String group) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
