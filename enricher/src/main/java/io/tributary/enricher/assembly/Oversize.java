package io.tributary.enricher.assembly;

/** What becomes of a message that is larger than a record of the output may be. */
public enum Oversize {
    /** It is sent in numbered parts; nothing is cut away. */
    SPLIT,
    /** Its first bytes up to the limit are sent, flagged truncated. */
    TRUNCATE,
    /** It is not sent, and counted. */
    DROP
}
