package io.tributary.enricher.watch;

import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.ContainerFacts;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.PodMetadata;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Rows to bytes and back, and none larger than {@link #MAX_BYTES}: a row that a broker refused would fail its whole
 * transaction (protocol 2). The longest annotations go first, then the longest labels, then containers from the end.
 */
final class RowCodec {

    /** Largest encoded row, in bytes. */
    static final int MAX_BYTES = 64 << 10;

    private final SingleObjectSerde<PodMetadata> serde = SingleObjectSerde.podMetadata();
    private final String cluster;
    private final IntConsumer onRemoved;

    /**
     * Encodes and decodes rows of one cluster.
     *
     * @param onRemoved told how many values of a row had to go
     */
    RowCodec(String cluster, IntConsumer onRemoved) {
        this.cluster = cluster;
        this.onRemoved = onRemoved;
    }

    /** The encoded row; the row given loses what does not fit, and its maps get sorted. */
    RowState encode(PodMetadata row) {
        sortMaps(row);
        byte[] content = serde.serialize(null, row);
        int removed = 0;
        while (content.length > MAX_BYTES && removeOne(row)) {
            removed++;
            content = serde.serialize(null, row);
        }
        if (removed > 0) {
            onRemoved.accept(removed);
        }
        Instant deletedAt = row.getDeletedAt();
        return new RowState(
                row.getUid(), content, digest(row), deletedAt == null ? RowState.LIVING : deletedAt.toEpochMilli());
    }

    /** The row in an encoded state's content. */
    PodMetadata decode(RowState state) {
        return serde.deserialize(null, state.content());
    }

    /** What a record of the topic says; unreadable if it is no row of this cluster. */
    RowState read(byte[] value) {
        try {
            PodMetadata row = serde.deserialize(null, value);
            if (!cluster.equals(row.getCluster())) {
                return RowState.unreadable();
            }
            sortMaps(row);
            Instant deletedAt = row.getDeletedAt();
            return deletedAt == null
                    ? new RowState(row.getUid(), value, digest(row), RowState.LIVING)
                    : new RowState(row.getUid(), null, digest(row), deletedAt.toEpochMilli());
        } catch (SerializationException e) {
            return RowState.unreadable();
        }
    }

    // The object's version alone is no reason to write a row again.
    private String digest(PodMetadata row) {
        String version = row.getResourceVersion();
        row.setResourceVersion("");
        byte[] canonical = serde.serialize(null, row);
        row.setResourceVersion(version);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
            return Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    // A decoded map has no order: without one, equal rows would be different bytes.
    private static void sortMaps(PodMetadata row) {
        row.setLabels(new TreeMap<>(row.getLabels()));
        row.setAnnotations(new TreeMap<>(row.getAnnotations()));
        row.setNodeLabels(new TreeMap<>(row.getNodeLabels()));
        NamespaceFacts facts = row.getNamespaceFacts();
        if (facts != null) {
            row.setNamespaceFacts(new NamespaceFacts(
                    facts.getUid(),
                    facts.getCreationTime(),
                    new TreeMap<>(facts.getLabels()),
                    new TreeMap<>(facts.getAnnotations())));
        }
    }

    private static boolean removeOne(PodMetadata row) {
        NamespaceFacts facts = row.getNamespaceFacts();
        Map<String, String> none = Map.of();
        if (removeLongest(row.getAnnotations(), facts == null ? none : facts.getAnnotations())
                || removeLongest(row.getLabels(), facts == null ? none : facts.getLabels())) {
            return true;
        }
        List<ContainerFacts> containers = row.getContainers();
        if (containers.isEmpty()) {
            return false;
        }
        containers.remove(containers.size() - 1);
        return true;
    }

    private static boolean removeLongest(Map<String, String> one, Map<String, String> other) {
        Optional<Map.Entry<String, String>> longest = Stream.concat(one.entrySet().stream(), other.entrySet().stream())
                .max(Comparator.comparingInt(
                        e -> e.getKey().length() + e.getValue().length()));
        longest.ifPresent(entry -> {
            if (!one.remove(entry.getKey(), entry.getValue())) {
                other.remove(entry.getKey());
            }
        });
        return longest.isPresent();
    }
}
