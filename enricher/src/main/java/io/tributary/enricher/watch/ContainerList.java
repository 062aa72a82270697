package io.tributary.enricher.watch;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.tributary.schemas.record.ContainerFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The containers of a pod: what its specification asks for, joined by name with what its status says. */
final class ContainerList {

    private static final String ORDINARY = "container";
    private static final String INIT = "init";
    private static final String EPHEMERAL = "ephemeral";

    private ContainerList() {}

    /** Ordinary containers first, then init, then ephemeral ones, each in the order of the specification. */
    static List<ContainerFacts> of(Pod pod) {
        PodSpec spec = Objects.requireNonNullElseGet(pod.getSpec(), PodSpec::new);
        PodStatus status = Objects.requireNonNullElseGet(pod.getStatus(), PodStatus::new);
        Map<String, ContainerFacts> facts = new LinkedHashMap<>();
        spec.getContainers().forEach(c -> add(facts, c.getName(), ORDINARY, c.getImage()));
        spec.getInitContainers().forEach(c -> add(facts, c.getName(), INIT, c.getImage()));
        spec.getEphemeralContainers().forEach(c -> add(facts, c.getName(), EPHEMERAL, c.getImage()));
        status.getContainerStatuses().forEach(s -> join(facts, s, ORDINARY));
        status.getInitContainerStatuses().forEach(s -> join(facts, s, INIT));
        status.getEphemeralContainerStatuses().forEach(s -> join(facts, s, EPHEMERAL));
        return new ArrayList<>(facts.values());
    }

    private static void add(Map<String, ContainerFacts> facts, String name, String kind, String image) {
        if (name != null) {
            facts.put(name, new ContainerFacts(name, kind, image, null, null, 0));
        }
    }

    private static void join(Map<String, ContainerFacts> facts, ContainerStatus status, String kind) {
        if (status.getName() == null) {
            return;
        }
        ContainerFacts container =
                facts.computeIfAbsent(status.getName(), name -> new ContainerFacts(name, kind, null, null, null, 0));
        if (container.getImage() == null) {
            container.setImage(blankAsNull(status.getImage()));
        }
        container.setImageId(blankAsNull(status.getImageID()));
        container.setContainerId(blankAsNull(status.getContainerID()));
        container.setRestartCount(Math.max(0, Objects.requireNonNullElse(status.getRestartCount(), 0)));
    }

    // Before a container runs the API gives empty texts.
    private static String blankAsNull(String text) {
        return text == null || text.isBlank() ? null : text;
    }
}
