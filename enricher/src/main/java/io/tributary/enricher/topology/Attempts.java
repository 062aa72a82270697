package io.tributary.enricher.topology;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.KafkaException;

/**
 * Counts how often one raw record failed its task after the first side effect, across the threads that replace each other.
 * After three times it is dead-lettered unparsed, so that it cannot stop its partition for ever (protocol 11).
 */
final class Attempts {

    static final int LIMIT = 3;

    private final Map<Integer, Failed> byPartition = new ConcurrentHashMap<>();

    private record Failed(long offset, int times) {}

    boolean exhausted(RawRecord raw) {
        Failed failed = byPartition.get(raw.partition());
        return failed != null && failed.offset == raw.offset() && failed.times >= LIMIT;
    }

    /** Notes a failure, unless Kafka was the cause: that is no fault of the record, and trying again is right. */
    void failed(RawRecord raw, RuntimeException error) {
        if (rootOf(error) instanceof KafkaException) {
            return;
        }
        byPartition.merge(
                raw.partition(),
                new Failed(raw.offset(), 1),
                (before, first) -> before.offset == first.offset ? new Failed(first.offset, before.times + 1) : first);
    }

    private static Throwable rootOf(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
