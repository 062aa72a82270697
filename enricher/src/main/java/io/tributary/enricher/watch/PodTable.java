package io.tributary.enricher.watch;

import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.PodMetadata;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which pods live, and what their rows must therefore say. No row leaves before the first complete list of both kinds,
 * nor, for {@link #NAMESPACE_WAIT_MS}, before the pod's namespace is known (protocol 19). Times are ms since the epoch.
 * Not thread-safe.
 */
final class PodTable {

    /** How long a row waits for its namespace, in ms. */
    static final long NAMESPACE_WAIT_MS = 2_000;

    private static final RowTable.Batch NOTHING = new RowTable.Batch(List.of(), false);

    private record Living(String namespace, String name, long version, int session, Set<String> keys) {}

    private final String cluster;
    private final RowCodec codec;
    private final RowTable rows;
    private final NamespaceIndex namespaces = new NamespaceIndex();
    private final Map<String, Living> pods = new HashMap<>();
    private final Map<String, String> uidByName = new HashMap<>();
    private final EnumSet<PodFeed.Kind> listed = EnumSet.noneOf(PodFeed.Kind.class);
    private int session;

    PodTable(String cluster, RowCodec codec, RowTable rows) {
        this.cluster = cluster;
        this.codec = codec;
        this.rows = rows;
    }

    /** A list of pods begins; versions before it say nothing about versions in it. */
    void podListStarted() {
        session++;
    }

    /** Of each kind a list was read to its end once. */
    boolean isListed() {
        return listed.size() == PodFeed.Kind.values().length;
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
        pods.put(pod.uid(), new Living(pod.namespace(), pod.name(), version, session, keys));
        namespaces.podAdded(pod.namespace(), pod.uid());
        keys.forEach(key -> place(key, pod.row(), now));
    }

    /** Marks the pod's rows as deleted, those that are still its own. */
    void podDeleted(String uid, long now) {
        Living pod = pods.remove(uid);
        if (pod != null) {
            uidByName.remove(name(pod.namespace(), pod.name()), uid);
            namespaces.podRemoved(pod.namespace(), uid);
            pod.keys().forEach(key -> rows.retire(key, uid, now));
        }
    }

    /** Takes a namespace's facts; rows of its pods that they change are published again. */
    void namespaceUpserted(String name, NamespaceFacts facts, long now) {
        for (String uid : namespaces.upsert(name, facts)) {
            for (String key : pods.get(uid).keys()) {
                RowState row = rows.wanted(key);
                if (row != null && uid.equals(row.uid())) {
                    place(key, codec.decode(row), now);
                }
            }
        }
    }

    /** Forgets a namespace when its last pod is gone. */
    void namespaceDeleted(String uid) {
        namespaces.delete(uid);
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
            namespaces.retain(uids);
        }
        if (!wasListed && isListed()) {
            rows.waitUntil(now + NAMESPACE_WAIT_MS);
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

    /** What has to be written now; nothing before both lists. */
    RowTable.Batch batch(long now) {
        return isListed() ? rows.batch(now) : NOTHING;
    }

    /** By what this cluster is known; {@code null} while its namespace {@code kube-system} was not heard of. */
    String clusterUid() {
        NamespaceFacts facts = namespaces.facts(ClusterIdentity.NAMESPACE);
        return facts == null ? null : facts.getUid();
    }

    /** These writes are in the topic for good. */
    void committed(List<Write> batch) {
        rows.committed(batch);
    }

    /** How many objects of a kind exist. */
    int size(PodFeed.Kind kind) {
        return kind == PodFeed.Kind.PODS ? pods.size() : namespaces.size();
    }

    private void place(String key, PodMetadata pod, long now) {
        NamespaceFacts facts = namespaces.facts(pod.getNamespace());
        RowState state = codec.encode(PodRows.living(pod, RecordKeys.podDirectoryOf(key), facts));
        if (facts == null) {
            rows.putLater(key, state, now + NAMESPACE_WAIT_MS);
        } else {
            rows.put(key, state);
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
