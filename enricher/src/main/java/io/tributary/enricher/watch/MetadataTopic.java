package io.tributary.enricher.watch;

import java.util.function.BiConsumer;

/** The metadata topic, as the watcher's loop needs it; every call may throw what Kafka's clients throw. */
interface MetadataTopic {

    /** A new publisher with the watcher's transactional id, not yet open. */
    MetadataPublisher publisher();

    /**
     * Reads all committed records of the watcher's cluster.
     *
     * @param record hears key and value, {@code null} for a tombstone
     * @return how many records there were
     */
    long read(BiConsumer<String, byte[]> record) throws InterruptedException;

    /** Follows the heartbeats of the watcher's cluster. */
    HeartbeatReader heartbeats();

    /** What the topic is now. */
    TopicMark mark() throws InterruptedException;
}
