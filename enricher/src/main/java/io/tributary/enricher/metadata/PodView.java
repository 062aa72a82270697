package io.tributary.enricher.metadata;

import io.tributary.enricher.event.Pod;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.PodMetadata;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the outputs may know of a pod that has a row in the metadata topic. */
public final class PodView {

    private PodView() {}

    /**
     * The pod of a row. Labels and annotations are put in the order of their keys, as the API server writes them:
     * the row's own maps have no order, and an output must look the same on every instance.
     *
     * @param row a row of the metadata topic, marked deleted or not; not kept
     */
    public static Pod of(PodMetadata row) {
        return new Pod(
                row.getName(),
                row.getNamespace(),
                row.getUid(),
                sorted(row.getLabels()),
                sorted(row.getAnnotations()),
                row.getNode(),
                List.copyOf(row.getPodIps()),
                row.getOwners().stream()
                        .map(owner -> new Pod.Owner(owner.getKind(), owner.getName()))
                        .toList(),
                row.getContainers().stream().map(PodView::container).toList(),
                namespace(row.getNamespaceFacts()),
                row.getApiServerUrl(),
                null);
    }

    private static Pod.ContainerFacts container(io.tributary.schemas.record.ContainerFacts container) {
        return new Pod.ContainerFacts(
                container.getName(),
                container.getImage(),
                container.getImageId(),
                container.getContainerId(),
                container.getRestartCount());
    }

    private static Pod.NamespaceFacts namespace(NamespaceFacts facts) {
        return facts == null
                ? null
                : new Pod.NamespaceFacts(
                        facts.getUid(),
                        facts.getCreationTime(),
                        sorted(facts.getLabels()),
                        sorted(facts.getAnnotations()));
    }

    private static Map<String, String> sorted(Map<String, String> map) {
        return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
