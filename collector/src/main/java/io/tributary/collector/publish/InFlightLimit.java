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
    private final long[] heard;
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
        this.heard = new long[partitions];
    }

    /** The partition that owes an answer for longest, and for how many nanoseconds; -1 and 0 when none owes one. */
    record Silent(int partition, long nanos) {}

    /** Whether the largest possible record would fit into this partition's share and into the whole. */
    synchronized boolean hasRoom(int partition) {
        return total + largest <= limit && held[partition] + largest <= perPartition;
    }

    /** Counts a record in. */
    synchronized void add(int partition, int bytes, long now) {
        if (held[partition] == 0) {
            heard[partition] = now;
        }
        held[partition] += bytes;
        total += bytes;
    }

    /** Counts a record out. */
    synchronized void remove(int partition, int bytes, long now) {
        heard[partition] = now;
        held[partition] -= bytes;
        total -= bytes;
    }

    /** Which partition owes an answer for longest. */
    synchronized Silent mostSilent(long now) {
        Silent most = new Silent(-1, 0);
        for (int partition = 0; partition < held.length; partition++) {
            if (held[partition] > 0 && now - heard[partition] > most.nanos) {
                most = new Silent(partition, now - heard[partition]);
            }
        }
        return most;
    }

    /** Bytes in all. */
    synchronized long total() {
        return total;
    }
}
