package io.tributary.enricher.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the outputs may know of a pod.
 *
 * @param name pod name
 * @param namespace namespace name
 * @param uid the API object's uid; for a pod known by its path alone, the id in its directory's name
 * @param labels as Kubernetes has them; sorted by insertion, never null
 * @param annotations allow-listed ones only; never null
 * @param node the node it was scheduled to; {@code null} when not known
 * @param ips pod IPs, the main one first; never null
 * @param owners controller first, then up to the top; never null
 * @param containers facts of its containers; never null
 * @param namespaceFacts {@code null} when not known
 * @param apiServerUrl {@code null} when not known
 * @param pathOnly why only the path's facts are here; {@code null} for a pod with a row
 */
public record Pod(
        String name,
        String namespace,
        String uid,
        Map<String, String> labels,
        Map<String, String> annotations,
        String node,
        List<String> ips,
        List<Owner> owners,
        List<ContainerFacts> containers,
        NamespaceFacts namespaceFacts,
        String apiServerUrl,
        String pathOnly) {

    /** Who made the pod. */
    public record Owner(String kind, String name) {}

    /** What is known of one container; image, image id and id may be {@code null}. */
    public record ContainerFacts(String name, String image, String imageId, String containerId, int restartCount) {}

    /** What is known of the namespace; the creation time (RFC 3339, as the API gives it) may be {@code null}. */
    public record NamespaceFacts(
            String uid, String creationTime, Map<String, String> labels, Map<String, String> annotations) {}

    /** Checks what must be there. */
    public Pod {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(namespace, "namespace is null");
        Objects.requireNonNull(uid, "uid is null");
        Objects.requireNonNull(labels, "labels is null");
        Objects.requireNonNull(annotations, "annotations is null");
        Objects.requireNonNull(ips, "ips is null");
        Objects.requireNonNull(owners, "owners is null");
        Objects.requireNonNull(containers, "containers is null");
    }
}
