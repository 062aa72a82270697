package io.tributary.collector.chunk;

/** Takes what is read. Called by one thread; acknowledgements come on another. */
public interface ChunkSink {

    /**
     * Whether a record of this pod would be taken now; never blocks. A file without room is skipped in the turn, not waited for.
     *
     * @param podDirectory whole name of the pod's directory, which decides the partition
     */
    boolean hasRoom(String podDirectory);

    /**
     * Takes a record; to be called only right after {@link #hasRoom} said yes. Its bytes are copied before this returns.
     *
     * @param onAcknowledged run once when the record is safely in Kafka, on another thread and in the order of acceptance per pod;
     *     never run for a record that was thrown away because {@link #epoch} rose
     */
    void accept(RawRecord record, Runnable onAcknowledged);

    /**
     * Rises by one each time everything unacknowledged was thrown away (the producer had to be replaced).
     * Whoever hands records over then starts again, for every file, at the last contiguously acknowledged position.
     */
    int epoch();

    /** Bytes that a chunk may have at most now; falls when Kafka refuses one as too large, and never rises again. */
    default int largestChunk() {
        return Integer.MAX_VALUE;
    }
}
