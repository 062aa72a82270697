package io.tributary.standalone.load;

/** Times in buckets of one millisecond up to two minutes; longer ones count as two minutes. */
final class LatencyHistogram {

    private static final int BUCKETS = 120_001;

    private final long[] counts = new long[BUCKETS];
    private long total;

    void record(long millis) {
        counts[(int) Math.min(Math.max(millis, 0), BUCKETS - 1)]++;
        total++;
    }

    /**
     * The smallest time that so many of all do not exceed.
     *
     * @param share above 0, at most 1
     * @return milliseconds; 0 if nothing was recorded
     */
    long percentile(double share) {
        long wanted = (long) Math.ceil(share * total);
        long seen = 0;
        for (int millis = 0; millis < BUCKETS; millis++) {
            seen += counts[millis];
            if (seen >= wanted) {
                return millis;
            }
        }
        return BUCKETS - 1;
    }
}
