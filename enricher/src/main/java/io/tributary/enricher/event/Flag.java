package io.tributary.enricher.event;

import java.util.Locale;

/** Something worth saying of an event; written in the output only when present. */
public enum Flag {
    /** The line is neither CRI nor Docker JSON; it is passed on whole. */
    UNPARSED,
    /** The message was still open when its container ended, a file ended for good, or a limit of time was reached. */
    UNTERMINATED,
    /** Bytes of this message are missing: a gap follows or precedes, or a limit cut it. */
    TRUNCATED,
    /** Bytes that are no valid UTF-8 were replaced by U+FFFD. */
    INVALID_UTF8,
    /** Not a line: says that bytes are missing here. */
    GAP,
    /** Not a line: says what a finished file's sum came to. */
    ACCOUNTING,
    /** Fills a hole that was passed over before, so it is out of order. */
    LATE,
    /** The first that was heard of a file was not its beginning. */
    HISTORY_UNKNOWN,
    /** The topic it was meant for could not be written to. */
    REROUTED,
    /** The pod is known to run on another node than the one that sent this. */
    NODE_MISMATCH;

    /** The name as written in the output. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
