package io.tributary.enricher.metadata;

/**
 * How long chunks of a pod wait for the pod's row, and how much of them is kept: the decision alone, without store or clock.
 * A pod waits once, from when this application processed its first chunk, however old that chunk is (protocol 13).
 *
 * @param maxMillis longest wait in milliseconds; 0 never waits
 * @param maxBytesPerPod most bytes of raw records kept for one pod
 * @param maxBytesPerPartition most bytes of raw records kept for all pods of one raw partition
 */
public record HoldPolicy(long maxMillis, long maxBytesPerPod, long maxBytesPerPartition) {

    /** What to do with a pod's chunks now. */
    public sealed interface Decision {

        /** The row is there: go on with it. */
        record Join() implements Decision {}

        /** Wait for the row. */
        record Hold() implements Decision {}

        /** Go on with what the path tells, and do not wait for this pod again until its row comes. */
        record GiveUp(Reason reason) implements Decision {}
    }

    /** Why a pod was given up; part of every event that goes out path-only. */
    public enum Reason {
        /** The row did not come in time. */
        TIMEOUT("timeout"),
        /** Too many bytes of this pod were waiting. */
        POD_LIMIT("pod-limit"),
        /** Too many bytes of this raw partition were waiting, and this pod had waited longest. */
        PARTITION_LIMIT("partition-limit");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** The name as written in events and metrics. */
        public String label() {
            return label;
        }

        /** The reason of a label; {@link #TIMEOUT} for any other text, as an older or newer version may have written it. */
        public static Reason ofLabel(String label) {
            for (Reason reason : values()) {
                if (reason.label.equals(label)) {
                    return reason;
                }
            }
            return TIMEOUT;
        }
    }

    private static final Decision JOIN = new Decision.Join();
    private static final Decision HOLD = new Decision.Hold();

    /** Refuses limits below 0. */
    public HoldPolicy {
        if (maxMillis < 0 || maxBytesPerPod < 0 || maxBytesPerPartition < 0) {
            throw new IllegalArgumentException("a limit of holding is below 0: " + maxMillis + " ms, " + maxBytesPerPod
                    + " bytes per pod, " + maxBytesPerPartition + " bytes per partition");
        }
    }

    /**
     * Decides for one pod that was not given up before.
     *
     * @param rowKnown whether the pod's whole row is there
     * @param waitedMillis since this application processed the pod's first chunk; below 0 counts as 0
     * @param podBytes bytes of the pod that would wait, the newest chunk included
     */
    public Decision decide(boolean rowKnown, long waitedMillis, long podBytes) {
        if (rowKnown) {
            return JOIN;
        }
        if (waitedMillis >= maxMillis) {
            return new Decision.GiveUp(Reason.TIMEOUT);
        }
        return podOverfull(podBytes) ? new Decision.GiveUp(Reason.POD_LIMIT) : HOLD;
    }

    /** Whether a pod's whole queue must go on now, with its row or without. */
    public boolean podOverfull(long podBytes) {
        return podBytes > maxBytesPerPod;
    }

    /** Whether the pod that has waited longest must go on now, because all that waits in the partition is too much. */
    public boolean partitionOverfull(long partitionBytes) {
        return partitionBytes > maxBytesPerPartition;
    }
}
