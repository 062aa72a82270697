package io.tributary.enricher.topology;

import io.tributary.enricher.metadata.PathOnlyPod;
import io.tributary.enricher.metadata.PodView;
import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.PodMetadata;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Looks pods up in the table of rows; a row is decoded once per change of it, not per chunk. For one thread. */
final class PodLookup {

    /** Why an event that a timer sends has no row. */
    static final String NO_ROW = "no-row";

    private static final int KEPT = 1000;

    private final ReadOnlyKeyValueStore<String, byte[]> rows;
    private final SingleObjectSerde<PodMetadata> serde = SingleObjectSerde.podMetadata();
    private final Map<String, Decoded> decoded = new BoundedCache<>(KEPT);
    private final Map<String, KnownPod> byPath = new BoundedCache<>(KEPT);

    private record Decoded(byte[] row, KnownPod pod) {}

    PodLookup(ReadOnlyKeyValueStore<String, byte[]> rows) {
        this.rows = rows;
    }

    /** The pod of a key; {@code null} when it has no row. The same object as long as the row is the same. */
    KnownPod find(String key) {
        byte[] row = rows.get(key);
        if (row == null) {
            return null;
        }
        Decoded known = decoded.get(key);
        if (known == null || !Arrays.equals(known.row, row)) {
            PodMetadata metadata = serde.deserialize(StateStores.PODS, row);
            known = new Decoded(
                    row,
                    new KnownPod(PodView.of(metadata), metadata.getIncomplete().isEmpty()));
            decoded.put(key, known);
        }
        return known.pod;
    }

    /** What the key alone tells of a pod, with the reason why it must do. */
    KnownPod pathOnly(String key, String reason) {
        KnownPod pod = byPath.get(key);
        if (pod == null || !reason.equals(pod.pod().pathOnly())) {
            pod = new KnownPod(PathOnlyPod.of(RecordKeys.podDirectoryOf(key), reason), false);
            byPath.put(key, pod);
        }
        return pod;
    }

    /** The pod's row if there is one, whole or not, else what the path tells. */
    KnownPod findOrPathOnly(String key, String reason) {
        KnownPod found = find(key);
        return found == null ? pathOnly(key, reason) : found;
    }
}
