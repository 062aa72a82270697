package io.tributary.enricher.metadata;

import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;

/**
 * Compares who sent a line with where its pod was scheduled to. Kafka does not tell consumers who wrote a record, so
 * a node whose credentials were stolen could name any pod; its own name then differs from the pod's.
 */
public final class NodeCheck {

    private NodeCheck() {}

    /**
     * Whether both nodes are known and differ. Names are compared as they are: Kubernetes has them in lower case, and
     * the collector's {@code node.name} must be the name that Kubernetes knows the node by.
     */
    public static boolean mismatch(Origin origin, Pod pod) {
        return pod.node() != null
                && !pod.node().isEmpty()
                && !origin.node().isEmpty()
                && !pod.node().equals(origin.node());
    }
}
