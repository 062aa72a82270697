package io.tributary.enricher.watch;

import io.tributary.schemas.record.PodMetadata;

/**
 * What a pod refers to.
 *
 * @param uid of the pod
 * @param namespace its name
 * @param node name of its node; {@code null} before it has one
 * @param controller uid of its controller; {@code null} for none
 */
record PodRefs(String uid, String namespace, String node, String controller) {

    static PodRefs of(PodMetadata pod) {
        return new PodRefs(
                pod.getUid(),
                pod.getNamespace(),
                pod.getNode(),
                pod.getOwners().isEmpty() ? null : pod.getOwners().get(0).getUid());
    }
}
