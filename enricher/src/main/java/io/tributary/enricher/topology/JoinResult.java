package io.tributary.enricher.topology;

import java.util.Locale;

/** How a chunk and its pod's row met. */
public enum JoinResult {
    /** The row was there. */
    AT_ONCE,
    /** The row came while the chunk was held. */
    AFTER_HOLD,
    /** The row did not come; only what the path tells is in the events. */
    PATH_ONLY;

    /** The name as a metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
