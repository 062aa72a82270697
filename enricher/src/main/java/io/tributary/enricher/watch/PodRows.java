package io.tributary.enricher.watch;

import io.tributary.schemas.record.PodMetadata;
import java.time.Instant;
import java.util.ArrayList;

/** Fills in what a row has beyond the pod object: its directory name, what other objects say, its end. */
final class PodRows {

    private PodRows() {}

    /** The row of a living pod; what is not known yet of what it shows is named in it (protocol 19). */
    static PodMetadata living(PodMetadata pod, String podDirectory, RelatedFacts related) {
        PodMetadata row = copy(pod);
        row.setPodDirectory(podDirectory);
        row.setDeletedAt(null);
        related.fillIn(row);
        return row;
    }

    /**
     * The same row with its mark.
     *
     * @param now ms since the epoch
     */
    static PodMetadata deleted(PodMetadata row, long now) {
        PodMetadata marked = copy(row);
        marked.setDeletedAt(Instant.ofEpochMilli(now));
        return marked;
    }

    // The lists may be shortened to fit, so each row has its own.
    private static PodMetadata copy(PodMetadata row) {
        return new PodMetadata(
                row.getCluster(),
                row.getPodDirectory(),
                row.getUid(),
                row.getName(),
                row.getNamespace(),
                row.getResourceVersion(),
                row.getCreationTime(),
                row.getLabels(),
                row.getAnnotations(),
                row.getNode(),
                row.getNodeLabels(),
                new ArrayList<>(row.getPodIps()),
                row.getPhase(),
                new ArrayList<>(row.getOwners()),
                new ArrayList<>(row.getContainers()),
                row.getNamespaceFacts(),
                row.getApiServerUrl(),
                row.getDeletedAt(),
                row.getIncomplete());
    }
}
