package io.tributary.enricher.event;

import java.util.Objects;

/**
 * Where an event comes from: one file of one container instance.
 *
 * @param cluster name of the Kubernetes cluster
 * @param node name of the node whose collector sent it
 * @param podDirectory whole name of the pod's directory: {@code <namespace>_<pod>_<id>}
 * @param container container name
 * @param restart restart count, 0 or more
 * @param containerId {@code null} when not known
 * @param linkPath path of the link under {@code /var/log/containers}
 * @param fileId 32 hexadecimal digits, with {@code .<generation>} behind when that is above 0
 */
public record Origin(
        String cluster,
        String node,
        String podDirectory,
        String container,
        int restart,
        String containerId,
        String linkPath,
        String fileId) {

    /** Checks that nothing but the container id is missing. */
    public Origin {
        Objects.requireNonNull(cluster, "cluster is null");
        Objects.requireNonNull(node, "node is null");
        Objects.requireNonNull(podDirectory, "podDirectory is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(linkPath, "linkPath is null");
        Objects.requireNonNull(fileId, "fileId is null");
    }
}
