package io.tributary.standalone.load;

import java.util.HashMap;
import java.util.Map;

/** What became of the lines that were written, as their reader sees it; safe for several threads. */
public final class LoadReport {

    private final Map<String, ReceivedNumbers> series = new HashMap<>();
    private final LatencyHistogram latency = new LatencyHistogram();
    private long damaged;

    /**
     * An account at one moment.
     *
     * @param events numbered lines that came, each counted once
     * @param missing lines that have not come although later ones of their series have
     * @param duplicated how often a line came again
     * @param damaged messages that were no numbered lines any more
     * @param p50Millis half of the lines took no longer from being written to being read
     * @param p99Millis 99 of 100 lines took no longer
     */
    public record Account(long events, long missing, long duplicated, long damaged, long p50Millis, long p99Millis) {}

    /**
     * Takes a message as the output has it.
     *
     * @param nowMicros when it was read, in microseconds since 1970
     */
    public synchronized void received(String message, long nowMicros) {
        NumberedLine line = NumberedLine.parse(message).orElse(null);
        if (line == null) {
            damaged++;
            return;
        }
        series.computeIfAbsent(line.series(), name -> new ReceivedNumbers()).add(line.sequence());
        latency.record((nowMicros - line.writtenMicros()) / 1000);
    }

    /** The account as of now. */
    public synchronized Account account() {
        long events = 0;
        long missing = 0;
        long duplicated = 0;
        for (ReceivedNumbers numbers : series.values()) {
            events += numbers.received();
            missing += numbers.missingBelowHighest();
            duplicated += numbers.duplicated();
        }
        return new Account(events, missing, duplicated, damaged, latency.percentile(0.5), latency.percentile(0.99));
    }
}
