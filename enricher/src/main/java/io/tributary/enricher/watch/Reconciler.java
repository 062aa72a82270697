package io.tributary.enricher.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the rows whose pods vanished while nobody looked: before this process started, or between two watches.
 * Only ever asked after a list that was read to its end; a failed or partial list says nothing of what is not in it.
 */
final class Reconciler {

    /** A row that stands as living, of a pod that does not live. */
    record Vanished(String key, String uid) {}

    private Reconciler() {}

    /**
     * Compares rows with pods.
     *
     * @param rows by key
     * @param living uids of all pods that exist
     */
    static List<Vanished> vanished(Map<String, Row> rows, Set<String> living) {
        List<Vanished> vanished = new ArrayList<>();
        rows.forEach((key, row) -> {
            RowState state = row.wanted();
            if (state != null && !state.isDeleted() && !living.contains(state.uid())) {
                vanished.add(new Vanished(key, state.uid()));
            }
        });
        return vanished;
    }
}
