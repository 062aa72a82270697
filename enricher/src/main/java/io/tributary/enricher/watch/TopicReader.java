package io.tributary.enricher.watch;

import java.time.Duration;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the rows of one cluster from the metadata topic, from its beginning to the end that it had when asked.
 * Rows of other clusters are passed over.
 */
final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final String prefix;
    private final long patienceMs;
    private final LongSupplier clock;

    /**
     * Reads with a consumer that sees only what is committed and belongs to no group.
     *
     * @param patienceMs how long to wait without any progress, in ms; another watcher's open transaction hides newer rows
     * @param clock ms since any fixed moment
     */
    TopicReader(Consumer<String, byte[]> consumer, String cluster, long patienceMs, LongSupplier clock) {
        this.consumer = consumer;
        this.prefix = cluster + "/";
        this.patienceMs = patienceMs;
        this.clock = clock;
    }

    /**
     * Reads everything.
     *
     * @param ends the end of every partition, open transactions included
     * @param row hears key and value, {@code null} for a tombstone, in the order of each partition
     * @return how many records of this cluster there were
     * @throws IllegalStateException if the end was not reached in time
     */
    long read(Map<TopicPartition, Long> ends, BiConsumer<String, byte[]> row) {
        consumer.assign(ends.keySet());
        consumer.seekToBeginning(ends.keySet());
        long own = 0;
        long progressAt = clock.getAsLong();
        long reached = -1;
        while (!isAtEnd(ends)) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<String, byte[]> read : records) {
                if (read.key() != null && read.key().startsWith(prefix)) {
                    row.accept(read.key(), read.value());
                    own++;
                }
            }
            long sum = ends.keySet().stream().mapToLong(consumer::position).sum();
            if (sum != reached) {
                reached = sum;
                progressAt = clock.getAsLong();
            } else if (clock.getAsLong() - progressAt > patienceMs) {
                throw new IllegalStateException("the metadata topic could not be read to its end within " + patienceMs
                        + " ms: check that its partitions have leaders and that no transaction on it hangs"
                        + " (kafka-transactions.sh find-hanging)");
            }
        }
        return own;
    }

    private boolean isAtEnd(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }
}
