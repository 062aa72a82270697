package io.tributary.enricher.watch;

import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import io.tributary.schemas.record.PodMetadata;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pods live, and what their rows must therefore say. No row leaves before the first complete list of every kind,
 * nor, for {@link #RELATED_WAIT_MS}, before all that it shows of other objects is known (protocol 19). Times are ms since the epoch.
 * Not thread-safe.
 */
final class PodTable {

    /** How long a row waits for its namespace, and whatever else it shows, in ms. */
    static final long RELATED_WAIT_MS = 2_000;

    private static final RowTable.Batch NOTHING = new RowTable.Batch(List.of(), false);

    private record Living(PodRefs refs, String name, long version, int session, Set<String> keys) {}

    private final String cluster;
    private final RowCodec codec;
    private final RowTable rows;
    private final RelatedFacts related;
    private final Map<String, Living> pods = new HashMap<>();
    private final Map<String, String> uidByName = new HashMap<>();
    private final EnumSet<PodFeed.Kind> listed = EnumSet.noneOf(PodFeed.Kind.class);
    private int session;

    /** A table of no pods. */
    PodTable(String cluster, RowCodec codec, RelatedFacts related, RowTable rows) {
        this.cluster = cluster;
        this.codec = codec;
        this.related = related;
        this.rows = rows;
    }

    /** A list of pods begins; versions before it say nothing about versions in it. */
    void podListStarted() {
        session++;
    }

    /** Of each kind a list was read to its end once. */
    boolean isListed() {
        return listed.containsAll(related.kinds());
    }

    /** Takes a pod, unless an older version of what is known in this session (same uid). */
    void podUpserted(PodFacts pod, long now) {
        Living known = pods.get(pod.uid());
        long version = version(pod.resourceVersion());
        if (known != null && known.session() == session && version >= 0 && version < known.version()) {
            return;
        }
        String previous = uidByName.put(name(pod.namespace(), pod.name()), pod.uid());
        if (previous != null && !previous.equals(pod.uid())) {
            // Kubernetes has one object of a name: the former one is gone, whether or not we were told.
            podDeleted(previous, now);
        }
        Set<String> keys = pod.directoryIds().stream()
                .map(id -> RecordKeys.podKey(cluster, RecordKeys.podDirectory(pod.namespace(), pod.name(), id)))
                .collect(Collectors.toUnmodifiableSet());
        if (known != null) {
            known.keys().stream().filter(key -> !keys.contains(key)).forEach(key -> rows.retire(key, pod.uid(), now));
        }
        PodRefs refs = PodRefs.of(pod.row());
        if (known != null && !known.refs().equals(refs)) {
            related.podRemoved(known.refs());
        }
        pods.put(pod.uid(), new Living(refs, pod.name(), version, session, keys));
        related.podAdded(pod.row());
        keys.forEach(key -> place(key, pod.row(), now));
    }

    /** Marks the pod's rows as deleted, those that are still its own. */
    void podDeleted(String uid, long now) {
        Living pod = pods.remove(uid);
        if (pod != null) {
            uidByName.remove(name(pod.refs().namespace(), pod.name()), uid);
            related.podRemoved(pod.refs());
            pod.keys().forEach(key -> rows.retire(key, uid, now));
        }
    }

    /** Takes a namespace's facts; rows of its pods that they change are published again. */
    void namespaceUpserted(String name, NamespaceFacts facts, long now) {
        placeAgain(related.namespaceUpserted(name, facts), now);
    }

    /** Takes a node's labels; rows of its pods that they change are published again. */
    void nodeUpserted(String name, String uid, Map<String, String> labels, long now) {
        placeAgain(related.nodeUpserted(name, uid, labels), now);
    }

    /**
     * Takes who controls a ReplicaSet or Job; rows of its pods that this changes are published again.
     *
     * @param above {@code null} for nobody
     */
    void controllerUpserted(PodFeed.Kind kind, String uid, Owner above, long now) {
        placeAgain(related.controllerUpserted(kind, uid, above), now);
    }

    /** Forgets an object of any kind but pods when the last pod that shows it is gone. */
    void relatedDeleted(PodFeed.Kind kind, String uid) {
        related.deleted(kind, uid);
    }

    /** These and no others exist. */
    void listCompleted(PodFeed.Kind kind, Set<String> uids, long now) {
        boolean wasListed = isListed();
        listed.add(kind);
        if (kind == PodFeed.Kind.PODS) {
            List.copyOf(pods.keySet()).stream()
                    .filter(uid -> !uids.contains(uid))
                    .forEach(uid -> podDeleted(uid, now));
            rows.reconcile(pods.keySet(), now);
        } else {
            related.retain(kind, uids);
        }
        if (!wasListed && isListed()) {
            rows.waitUntil(now + RELATED_WAIT_MS);
        }
    }

    /** The own topic is about to be read from its beginning. */
    void startReadBack() {
        rows.startReadBack();
    }

    /** A record of the own topic and cluster; {@code null} for a tombstone. */
    void readBack(String key, byte[] value) {
        rows.readBack(key, value);
    }

    /**
     * The own topic was read to its end, at start or again: rows of pods that vanished are marked, if that can be known.
     *
     * @return in how many rows the topic differs from what it should hold
     */
    int endReadBack(long now) {
        int differing = rows.endReadBack();
        if (listed.contains(PodFeed.Kind.PODS)) {
            rows.reconcile(pods.keySet(), now);
        }
        return differing;
    }

    /** What has to be written now; nothing before every list. */
    RowTable.Batch batch(long now) {
        return isListed() ? rows.batch(now) : NOTHING;
    }

    /** By what this cluster is known; {@code null} while its namespace {@code kube-system} was not heard of. */
    String clusterUid() {
        return related.namespaceUid(ClusterIdentity.NAMESPACE);
    }

    /** These writes are in the topic for good. */
    void committed(List<Write> batch) {
        rows.committed(batch);
    }

    /** How many objects of a kind exist. */
    int size(PodFeed.Kind kind) {
        return kind == PodFeed.Kind.PODS ? pods.size() : related.size(kind);
    }

    private void placeAgain(Set<String> uids, long now) {
        for (String uid : uids) {
            for (String key : pods.get(uid).keys()) {
                RowState row = rows.wanted(key);
                if (row != null && uid.equals(row.uid())) {
                    place(key, codec.decode(row), now);
                }
            }
        }
    }

    private void place(String key, PodMetadata pod, long now) {
        PodMetadata row = PodRows.living(pod, RecordKeys.podDirectoryOf(key), related);
        RowState state = codec.encode(row);
        if (row.getIncomplete().isEmpty()) {
            rows.put(key, state);
        } else {
            rows.putLater(key, state, now + RELATED_WAIT_MS);
        }
    }

    private static String name(String namespace, String pod) {
        return namespace + '/' + pod;
    }

    // Comparing as numbers is allowed since Kubernetes 1.35 and was true before; anything else is never older.
    private static long version(String resourceVersion) {
        try {
            return Long.parseLong(resourceVersion);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
