package io.tributary.enricher.metadata;

import io.tributary.enricher.event.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the name of a pod's directory alone tells, for a pod whose row did not come in time. */
public final class PathOnlyPod {

    private PathOnlyPod() {}

    /**
     * Takes {@code <namespace>_<pod>_<id>} apart. Names of namespaces and pods hold no underscore, so the first two
     * end them; the id is all the rest. A name of another shape gives what it can: its first part is the namespace
     * if there is a second one, and what is missing is the empty text.
     *
     * @param podDirectory any text; that it is no directory the kubelet could have made is no error
     * @param reason why there is no row, for people to read; shown in the output
     */
    public static Pod of(String podDirectory, String reason) {
        Objects.requireNonNull(reason, "reason is null");
        int first = podDirectory.indexOf('_');
        int second = podDirectory.indexOf('_', first + 1);
        if (first < 0) {
            return pod("", podDirectory, "", reason);
        }
        String namespace = podDirectory.substring(0, first);
        if (second < 0) {
            return pod(namespace, podDirectory.substring(first + 1), "", reason);
        }
        return pod(namespace, podDirectory.substring(first + 1, second), podDirectory.substring(second + 1), reason);
    }

    private static Pod pod(String namespace, String name, String id, String reason) {
        return new Pod(
                name, namespace, id, Map.of(), Map.of(), null, List.of(), List.of(), List.of(), null, null, reason);
    }
}
