package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Slice;
import java.util.Set;

/**
 * Events that are no lines: what they say is read by people on call.
 *
 * @param origin the file spoken of
 * @param path where it lies on the node
 * @param readTime when the record was made that gives rise to it, milliseconds since 1970
 */
record Notices(Origin origin, String path, long readTime) {

    private static final int MILLIS = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /**
     * Bytes are missing.
     *
     * @param endKnown whether these are all; if not, a lower bound
     */
    LogEvent gap(long offset, long bytes, boolean endKnown, String why) {
        String count = endKnown ? bytes + " bytes are" : "an unknown number of bytes, at least " + bytes + ", is";
        String text =
                count + " missing from " + origin.linkPath() + " (" + path + ") from byte " + offset + " on: " + why;
        return event(LogEvent.Kind.GAP, offset, text, Flag.GAP, bytes);
    }

    /** A file ended at a position that its bytes and gaps do not reach. */
    LogEvent account(long end, long heard, long missing) {
        String text = origin.linkPath() + " (" + path + ") ended at byte " + end + ", but only " + (heard - missing)
                + " bytes came and " + missing + " are announced as missing or unknown: nothing was heard of the last "
                + (end - heard);
        return event(LogEvent.Kind.ACCOUNT, end, text, Flag.ACCOUNTING, 0);
    }

    private LogEvent event(LogEvent.Kind kind, long offset, String text, Flag flag, long gapBytes) {
        return new LogEvent(
                kind,
                origin,
                offset,
                0,
                true,
                null,
                null,
                Math.floorDiv(readTime, MILLIS),
                Math.floorMod(readTime, MILLIS) * NANOS_PER_MILLI,
                Slice.of(text),
                null,
                Set.of(flag),
                gapBytes);
    }
}
