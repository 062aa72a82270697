package io.tributary.enricher.assembly;

import io.tributary.enricher.event.LogEvent;
import java.util.List;

/**
 * What one raw record came to; nothing has happened yet.
 *
 * @param changes to be put into the store, in this order
 * @param events to be sent on, in this order
 * @param tally the sums
 */
public record Assembled(List<Change> changes, List<LogEvent> events, Tally tally) {

    /**
     * One change of the state.
     *
     * @param key the entry
     * @param value its new value; {@code null} deletes it
     */
    public record Change(String key, byte[] value) {}

    /**
     * What went where; bytes balance: {@code received = fresh + duplicate}.
     *
     * @param received bytes in the record
     * @param fresh bytes not seen before
     * @param duplicate bytes that were not taken: seen before, or the rest of a line whose beginning is missing
     * @param late fresh bytes that filled a hole
     * @param gapBytes bytes now known to be missing: announced by the collector
     * @param unannounced bytes now known to be missing: seen as a jump of offsets
     * @param historyUnknown bytes before the first that was heard of a file
     * @param recovered gap bytes that came after all
     * @param lines physical lines completed
     * @param joined lines that became part of another line's event
     * @param oversize messages that were larger than the limit and not sent, as the configuration says
     */
    public record Tally(
            long received,
            long fresh,
            long duplicate,
            long late,
            long gapBytes,
            long unannounced,
            long historyUnknown,
            long recovered,
            long lines,
            long joined,
            long oversize) {}
}
