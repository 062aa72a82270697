package io.tributary.enricher.watch;

import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import java.util.Map;
import java.util.Set;

/**
 * Hears what a source says of pods, namespaces and whatever else rows show.
 * Of one kind everything is heard in the order in which it happened; kinds know nothing of each other.
 */
interface PodFeed {

    /** What is listed and watched. */
    enum Kind {
        /** Pods. */
        PODS("pods"),
        /** Namespaces. */
        NAMESPACES("namespaces"),
        /** Nodes, if their labels are wanted. */
        NODES("nodes"),
        /** ReplicaSets, if owners are to be exact. */
        REPLICA_SETS("replicasets"),
        /** Jobs, if owners are to be exact. */
        JOBS("jobs");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }

        /** As the API and the metrics name it. */
        String plural() {
            return plural;
        }
    }

    /** A list begins: object versions heard before it say nothing about those that follow. */
    void listStarted(Kind kind);

    /**
     * A list was read to its end without an error: these exist, all others are gone.
     *
     * @param uids uids of everything that exists
     */
    void listCompleted(Kind kind, Set<String> uids);

    /** A pod is new or has changed. */
    void podUpserted(PodFacts pod);

    /** A namespace is new or has changed. */
    void namespaceUpserted(String name, NamespaceFacts facts);

    /** A node is new or has changed; of its labels only those that are kept. */
    void nodeUpserted(String name, String uid, Map<String, String> labels);

    /**
     * A ReplicaSet or Job is new or has changed.
     *
     * @param above who controls it; {@code null} for nobody
     */
    void controllerUpserted(Kind kind, String uid, Owner above);

    /** An object is gone; unknown ones are no error. */
    void deleted(Kind kind, String uid);
}
