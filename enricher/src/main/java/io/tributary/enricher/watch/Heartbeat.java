package io.tributary.enricher.watch;

import java.util.Objects;

/**
 * What the writing watcher says of itself, under a key of its own in the metadata topic.
 *
 * @param clusterUid uid of the namespace {@code kube-system}, by which a cluster is known; {@code null} while unknown
 * @param instance the process that writes
 * @param heardAt when the API server was last heard of, in ms since the epoch; 0 for never
 * @param complete whether the topic holds a row of every pod of a complete list
 * @param leaving whether it is its last word: another need not wait
 * @param intervalMs when the next one is due, in ms
 */
record Heartbeat(String clusterUid, String instance, long heardAt, boolean complete, boolean leaving, long intervalMs) {

    /** So many intervals of silence, and another may take over. */
    static final int MISSED = 3;

    Heartbeat {
        Objects.requireNonNull(instance, "instance is null");
    }

    /** How long after it another watcher may take over, in ms. */
    long patienceMs() {
        return leaving ? 0 : MISSED * intervalMs;
    }
}
