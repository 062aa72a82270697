package io.tributary.enricher.topology;

import io.tributary.enricher.event.Pod;

/** What is known of a pod at one time. Equal only to itself, so that it is a cheap key for what was rendered from it. */
final class KnownPod {

    private final Pod pod;
    private final boolean whole;

    KnownPod(Pod pod, boolean whole) {
        this.pod = pod;
        this.whole = whole;
    }

    Pod pod() {
        return pod;
    }

    /** Whether nothing is still to come; a row without its namespace is absent until the pod's own wait is over (protocol 19). */
    boolean whole() {
        return whole;
    }

    boolean pathOnly() {
        return pod.pathOnly() != null;
    }
}
