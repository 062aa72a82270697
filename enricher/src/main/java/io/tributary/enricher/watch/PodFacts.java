package io.tributary.enricher.watch;

import io.tributary.schemas.record.PodMetadata;
import java.util.List;
import java.util.Objects;

/**
 * What is kept of one pod object.
 *
 * @param row everything but the directory name and the facts of the namespace, which are filled in for each key
 * @param directoryIds ids that end the names of the pod's log directories: its uid and, for a static pod, its config hash
 */
record PodFacts(PodMetadata row, List<String> directoryIds) {

    PodFacts {
        Objects.requireNonNull(row, "row is null");
        directoryIds = List.copyOf(directoryIds);
    }

    String uid() {
        return row.getUid();
    }

    String namespace() {
        return row.getNamespace();
    }

    String name() {
        return row.getName();
    }

    String resourceVersion() {
        return row.getResourceVersion();
    }
}
