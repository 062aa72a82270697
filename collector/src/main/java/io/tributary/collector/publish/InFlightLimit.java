package io.tributary.collector.publish;

/**
 * Bytes handed to the producer and not yet acknowledged, in all and per partition. A partition may hold at most a quarter, so that
 * one without a leader does not mute the others (protocol 26). Asking never blocks. Safe for use by several threads.
 */
final class InFlightLimit {

    private static final int SHARE = 4;

    private final long limit;
    private final long perPartition;
    private final int largest;
    private final long[] held;
    private long total;

    /**
     * @param limit bytes in all
     * @param largest size that no record exceeds
     */
    InFlightLimit(long limit, int largest, int partitions) {
        if (limit / SHARE < largest) {
            throw new IllegalArgumentException("a limit of " + limit + " bytes has no room for a record of " + largest
                    + " bytes per partition: use at least " + SHARE * (long) largest);
        }
        this.limit = limit;
        this.perPartition = limit / SHARE;
        this.largest = largest;
        this.held = new long[partitions];
    }

    /** Whether the largest possible record would fit into this partition's share and into the whole. */
    synchronized boolean hasRoom(int partition) {
        return total + largest <= limit && held[partition] + largest <= perPartition;
    }

    /** Counts a record in. */
    synchronized void add(int partition, int bytes) {
        held[partition] += bytes;
        total += bytes;
    }

    /** Counts a record out. */
    synchronized void remove(int partition, int bytes) {
        held[partition] -= bytes;
        total -= bytes;
    }

    /** Bytes in all. */
    synchronized long total() {
        return total;
    }
}
