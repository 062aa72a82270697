package io.tributary.enricher.watch;

import io.tributary.schemas.record.NamespaceFacts;
import java.util.Set;

/**
 * Hears what a source says of pods and namespaces.
 * Of one kind everything is heard in the order in which it happened; the two kinds know nothing of each other.
 */
interface PodFeed {

    /** What is listed and watched. */
    enum Kind {
        /** Pods. */
        PODS("pods"),
        /** Namespaces. */
        NAMESPACES("namespaces");

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

    /** A pod is gone; unknown ones are no error. */
    void podDeleted(String uid);

    /** A namespace is new or has changed. */
    void namespaceUpserted(String name, NamespaceFacts facts);

    /** A namespace is gone; unknown ones are no error. */
    void namespaceDeleted(String uid);
}
