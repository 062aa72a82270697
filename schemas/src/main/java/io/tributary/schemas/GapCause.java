package io.tributary.schemas;

import java.util.Locale;

/** Why bytes of a file never reach the output; the closed list of causes that a gap record may name. */
public enum GapCause {
    /** The runtime or an administrator truncated the file in place before it was read. */
    TRUNCATED,
    /** The file was rotated away and removed before it was read. */
    ROTATED,
    /** The file was removed before it was read. */
    DELETED,
    /** A limit of the collector was reached and the oldest bytes were given up. */
    LIMIT,
    /** The file went back to an earlier state: power loss, restored snapshot. */
    WENT_BACK,
    /** The next file of a container is not shown to be the direct successor of the last one. */
    SUCCESSION,
    /** The centre saw offsets jump without any statement. */
    UNANNOUNCED,
    /** A raw record could not be processed and lies in the dead-letter topic. */
    DEAD_LETTER,
    /** A cause named by a newer collector. */
    UNKNOWN;

    /** The name as written in records, metrics and events: lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The cause of a label; {@link #UNKNOWN} for any other text, so that a newer collector stops nothing. */
    public static GapCause ofLabel(String label) {
        for (GapCause cause : values()) {
            if (cause.label().equals(label)) {
                return cause;
            }
        }
        return UNKNOWN;
    }
}
