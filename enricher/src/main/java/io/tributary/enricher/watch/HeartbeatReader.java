package io.tributary.enricher.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Follows the heartbeats of one cluster in the one partition that they are written to. Not thread-safe. */
final class HeartbeatReader implements AutoCloseable {

    /** Where every watcher writes its heartbeats, so that one partition tells whether it lives. */
    static final int PARTITION = 0;

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * A heartbeat.
     *
     * @param appendedAt when the broker took it, in ms since the epoch
     */
    record Heard(Heartbeat beat, long appendedAt) {}

    private final Consumer<String, byte[]> consumer;
    private final TopicPartition partition;
    private final HeartbeatCodec codec;
    private boolean caughtUp;

    /** Reads from the partition's beginning, with a consumer that is closed with this object. */
    HeartbeatReader(Consumer<String, byte[]> consumer, String topic, HeartbeatCodec codec) {
        this.consumer = consumer;
        this.partition = new TopicPartition(topic, PARTITION);
        this.codec = codec;
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    /** The newest heartbeat since the last call, if there was one; waits a little for it. */
    Optional<Heard> poll() {
        Heard newest = null;
        for (ConsumerRecord<String, byte[]> read : consumer.poll(POLL)) {
            Heartbeat beat = codec.key().equals(read.key()) ? codec.read(read.value()) : null;
            if (beat != null) {
                newest = new Heard(beat, read.timestamp());
            }
        }
        if (!caughtUp) {
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            caughtUp = consumer.position(partition) >= end;
        }
        return Optional.ofNullable(newest);
    }

    /** Whether everything that was committed before the first call has been read. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
