package io.tributary.enricher.watch;

import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import io.tributary.schemas.record.PodMetadata;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What pods' rows show of other objects: the facts of their namespace, the labels of their node, and who is above their
 * controller. The two latter only if they are watched. Not thread-safe.
 */
final class RelatedFacts {

    private final Set<PodFeed.Kind> kinds;
    private final FactsIndex<NamespaceFacts> namespaces = new FactsIndex<>();
    private final FactsIndex<Map<String, String>> nodes = new FactsIndex<>();
    private final FactsIndex<Optional<Owner>> replicaSets = new FactsIndex<>();
    private final FactsIndex<Optional<Owner>> jobs = new FactsIndex<>();

    /** Nothing known yet of these kinds. */
    RelatedFacts(Set<PodFeed.Kind> kinds) {
        this.kinds = EnumSet.copyOf(kinds);
    }

    /** Everything that is watched. */
    Set<PodFeed.Kind> kinds() {
        return kinds;
    }

    /** The uid of the namespace with this name, {@code null} if it is not known. */
    String namespaceUid(String name) {
        return namespaces.uid(name);
    }

    /** Takes a namespace; gives back the uids of the pods whose rows it changes. */
    Set<String> namespaceUpserted(String name, NamespaceFacts facts) {
        return namespaces.upsert(name, facts.getUid(), facts);
    }

    /** Takes a node; gives back the uids of the pods whose rows it changes. */
    Set<String> nodeUpserted(String name, String uid, Map<String, String> labels) {
        return nodes.upsert(name, uid, labels);
    }

    /**
     * Takes a ReplicaSet or Job; gives back the uids of the pods whose rows it changes.
     *
     * @param above who controls it; {@code null} for nobody
     */
    Set<String> controllerUpserted(PodFeed.Kind kind, String uid, Owner above) {
        return controllers(kind).upsert(uid, uid, Optional.ofNullable(above));
    }

    /** Forgets an object of any kind but pods when no pod shows it any more. */
    void deleted(PodFeed.Kind kind, String uid) {
        index(kind).delete(uid);
    }

    /** These and no others exist. */
    void retain(PodFeed.Kind kind, Set<String> uids) {
        index(kind).retain(uids);
    }

    /** How many objects of a kind exist. */
    int size(PodFeed.Kind kind) {
        return index(kind).size();
    }

    /** From now on the pod's row shows what it refers to. */
    void podAdded(PodMetadata pod) {
        namespaces.podAdded(pod.getNamespace(), pod.getUid());
        if (kinds.contains(PodFeed.Kind.NODES) && pod.getNode() != null) {
            nodes.podAdded(pod.getNode(), pod.getUid());
        }
        FactsIndex<Optional<Owner>> controllers = controllersOf(pod);
        if (controllers != null) {
            controllers.podAdded(pod.getOwners().get(0).getUid(), pod.getUid());
        }
    }

    /** There is no row any more that shows what this pod refers to. */
    void podRemoved(PodRefs pod) {
        namespaces.podRemoved(pod.namespace(), pod.uid());
        nodes.podRemoved(pod.node(), pod.uid());
        replicaSets.podRemoved(pod.controller(), pod.uid());
        jobs.podRemoved(pod.controller(), pod.uid());
    }

    /** Writes into a row what is known, and the names of what is not known yet (protocol 19). */
    void fillIn(PodMetadata row) {
        List<String> missing = new ArrayList<>();
        row.setNamespaceFacts(namespaces.facts(row.getNamespace()));
        if (row.getNamespaceFacts() == null) {
            missing.add("namespace");
        }
        if (kinds.contains(PodFeed.Kind.NODES) && row.getNode() != null) {
            Map<String, String> labels = nodes.facts(row.getNode());
            row.setNodeLabels(new TreeMap<>(labels == null ? Map.of() : labels));
            if (labels == null) {
                missing.add("node");
            }
        }
        FactsIndex<Optional<Owner>> controllers = controllersOf(row);
        if (controllers != null) {
            Owner controller = row.getOwners().get(0);
            Optional<Owner> above = controllers.facts(controller.getUid());
            if (above == null) {
                missing.add("owners");
            } else {
                row.setOwners(new ArrayList<>(List.of(controller)));
                above.ifPresent(row.getOwners()::add);
            }
        }
        row.setIncomplete(missing);
    }

    // Where the pod's controller is heard of; null if it is not, and names must tell who is above it.
    private FactsIndex<Optional<Owner>> controllersOf(PodMetadata pod) {
        if (pod.getOwners().isEmpty() || pod.getOwners().get(0).getUid() == null) {
            return null;
        }
        return switch (pod.getOwners().get(0).getKind()) {
            case "ReplicaSet" -> kinds.contains(PodFeed.Kind.REPLICA_SETS) ? replicaSets : null;
            case "Job" -> kinds.contains(PodFeed.Kind.JOBS) ? jobs : null;
            default -> null;
        };
    }

    private FactsIndex<Optional<Owner>> controllers(PodFeed.Kind kind) {
        return kind == PodFeed.Kind.JOBS ? jobs : replicaSets;
    }

    private FactsIndex<?> index(PodFeed.Kind kind) {
        return switch (kind) {
            case NAMESPACES -> namespaces;
            case NODES -> nodes;
            case REPLICA_SETS -> replicaSets;
            case JOBS -> jobs;
            case PODS -> throw new IllegalArgumentException("kind is pods, which have no facts that others show");
        };
    }
}
