package io.tributary.enricher.watch;

import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.PodMetadata;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Pods and namespaces as the table hears of them, with as little said as possible. */
final class Pods {

    static final String CLUSTER = "staging";

    private Pods() {}

    static PodFacts pod(String namespace, String name, String uid, String... more) {
        return pod(namespace, name, uid, 1, Map.of("app", name), more);
    }

    static PodFacts pod(
            String namespace, String name, String uid, long version, Map<String, String> labels, String... more) {
        PodMetadata row = new PodMetadata();
        row.setCluster(CLUSTER);
        row.setPodDirectory("");
        row.setUid(uid);
        row.setName(name);
        row.setNamespace(namespace);
        row.setResourceVersion(Long.toString(version));
        row.setLabels(new TreeMap<>(labels));
        row.setAnnotations(new TreeMap<>());
        row.setNodeLabels(new TreeMap<>());
        row.setPodIps(List.of());
        row.setOwners(List.of());
        row.setContainers(List.of());
        row.setIncomplete(List.of());
        List<String> ids = new ArrayList<>(List.of(uid));
        ids.addAll(List.of(more));
        return new PodFacts(row, ids);
    }

    /** Annotations of pods and of namespaces, and nothing else beyond what always is kept. */
    static PodMapper.Kept kept(Set<String> podAnnotations, Set<String> namespaceAnnotations) {
        return new PodMapper.Kept(podAnnotations, namespaceAnnotations, Set.of(), false);
    }

    /** What a row shows beyond its pod. */
    static RelatedFacts related(String name, NamespaceFacts facts) {
        RelatedFacts related = new RelatedFacts(EnumSet.of(PodFeed.Kind.PODS, PodFeed.Kind.NAMESPACES));
        if (facts != null) {
            related.namespaceUpserted(name, facts);
        }
        return related;
    }

    static NamespaceFacts namespace(String uid, String team) {
        return new NamespaceFacts(uid, null, new TreeMap<>(Map.of("team", team)), new TreeMap<>());
    }

    static String key(String namespace, String pod, String id) {
        return RecordKeys.podKey(CLUSTER, RecordKeys.podDirectory(namespace, pod, id));
    }

    /** A table as it is after the own topic was found empty, and what it may hold. */
    static final class Bench {

        final RowCodec codec = new RowCodec(CLUSTER, removed -> {});
        final PodTable table;
        int dropped;

        Bench(long retentionMs) {
            this(retentionMs, Integer.MAX_VALUE);
        }

        /** One that hears of more than pods and namespaces. */
        Bench(Set<PodFeed.Kind> kinds) {
            this(kinds, 1_000_000, Integer.MAX_VALUE);
        }

        Bench(long retentionMs, int maxDeleted) {
            this(EnumSet.of(PodFeed.Kind.PODS, PodFeed.Kind.NAMESPACES), retentionMs, maxDeleted);
        }

        private Bench(Set<PodFeed.Kind> kinds, long retentionMs, int maxDeleted) {
            table = new PodTable(
                    CLUSTER,
                    codec,
                    new RelatedFacts(kinds),
                    new RowTable(codec, new RowTable.Retention(retentionMs, maxDeleted, count -> dropped += count)));
            table.startReadBack();
            table.endReadBack(0);
        }

        /** Both lists complete, with one namespace {@code shop} and these pods. */
        Bench listed(long now, PodFacts... pods) {
            table.namespaceUpserted("shop", namespace("ns-shop", "buy"), now);
            table.listCompleted(PodFeed.Kind.NAMESPACES, Set.of("ns-shop"), now);
            listPods(now, pods);
            return this;
        }

        void listPods(long now, PodFacts... pods) {
            table.podListStarted();
            for (PodFacts pod : pods) {
                table.podUpserted(pod, now);
            }
            Set<String> uids = new HashSet<>();
            for (PodFacts pod : pods) {
                uids.add(pod.uid());
            }
            table.listCompleted(PodFeed.Kind.PODS, uids, now);
        }

        /** Publishes all that is due and gives back what was written, by key; {@code null} for a tombstone. */
        Map<String, PodMetadata> publish(long now) {
            Map<String, PodMetadata> written = new TreeMap<>();
            for (RowTable.Batch batch = table.batch(now); !batch.isEmpty(); batch = table.batch(now)) {
                for (Write write : batch.writes()) {
                    written.put(write.key(), write.tombstone() ? null : codec.decode(write.state()));
                }
                table.committed(batch.writes());
            }
            return written;
        }

        /** A row as an earlier watcher left it in the topic. */
        byte[] left(PodFacts pod, String id, Long deletedAt) {
            PodMetadata row = PodRows.living(
                    pod.row(),
                    RecordKeys.podDirectory(pod.namespace(), pod.name(), id),
                    related("shop", namespace("ns-shop", "buy")));
            return codec.encode(deletedAt == null ? row : PodRows.deleted(row, deletedAt))
                    .content();
        }
    }
}
