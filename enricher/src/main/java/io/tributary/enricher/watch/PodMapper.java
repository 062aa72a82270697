package io.tributary.enricher.watch;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.PodMetadata;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes from Kubernetes' objects what may be known outside, by naming each field that is wanted: environment, volumes,
 * commands and annotations that are not allowed never get past this class.
 */
final class PodMapper {

    /** On the API object of a static pod: the config hash that ends the name of its log directory. */
    private static final List<String> CONFIG_HASHES =
            List.of("kubernetes.io/config.mirror", "kubernetes.io/config.hash");

    private final String cluster;
    private final String apiServerUrl;
    private final Kept kept;

    /**
     * What is kept beyond what always is, by exact keys.
     *
     * @param podAnnotations annotations of pods
     * @param namespaceAnnotations annotations of namespaces
     * @param nodeLabels labels of nodes, which are watched only if there are any
     * @param exactOwners whether ReplicaSets and Jobs are watched to learn who is above them, instead of names
     */
    record Kept(
            Set<String> podAnnotations, Set<String> namespaceAnnotations, Set<String> nodeLabels, boolean exactOwners) {

        Kept {
            podAnnotations = Set.copyOf(podAnnotations);
            namespaceAnnotations = Set.copyOf(namespaceAnnotations);
            nodeLabels = Set.copyOf(nodeLabels);
        }

        /** What must be listed and watched for it. */
        Set<PodFeed.Kind> kinds() {
            Set<PodFeed.Kind> kinds = EnumSet.of(PodFeed.Kind.PODS, PodFeed.Kind.NAMESPACES);
            if (!nodeLabels.isEmpty()) {
                kinds.add(PodFeed.Kind.NODES);
            }
            if (exactOwners) {
                kinds.add(PodFeed.Kind.REPLICA_SETS);
                kinds.add(PodFeed.Kind.JOBS);
            }
            return kinds;
        }
    }

    /**
     * Maps objects of one cluster.
     *
     * @param apiServerUrl as shown in every row; {@code null} if there is none
     */
    PodMapper(String cluster, String apiServerUrl, Kept kept) {
        this.cluster = Objects.requireNonNull(cluster, "cluster is null");
        this.apiServerUrl = apiServerUrl;
        this.kept = kept;
    }

    /** What is listed and watched. */
    Set<PodFeed.Kind> kinds() {
        return kept.kinds();
    }

    /**
     * What is kept of a pod.
     *
     * @throws IllegalArgumentException if it has no uid, name or namespace
     */
    PodFacts pod(Pod pod) {
        ObjectMeta meta = Objects.requireNonNullElseGet(pod.getMetadata(), ObjectMeta::new);
        PodMetadata row = new PodMetadata();
        row.setCluster(cluster);
        row.setPodDirectory("");
        row.setUid(required(meta.getUid(), "metadata.uid", meta));
        row.setName(required(meta.getName(), "metadata.name", meta));
        row.setNamespace(required(meta.getNamespace(), "metadata.namespace", meta));
        row.setResourceVersion(Objects.requireNonNullElse(meta.getResourceVersion(), ""));
        row.setCreationTime(meta.getCreationTimestamp());
        row.setLabels(sorted(meta.getLabels()));
        row.setAnnotations(only(meta.getAnnotations(), kept.podAnnotations()));
        row.setNode(pod.getSpec() == null ? null : pod.getSpec().getNodeName());
        row.setNodeLabels(new TreeMap<>());
        row.setPodIps(ips(pod.getStatus()));
        row.setPhase(pod.getStatus() == null ? null : pod.getStatus().getPhase());
        row.setOwners(OwnerChain.of(meta));
        row.setContainers(ContainerList.of(pod));
        row.setApiServerUrl(apiServerUrl);
        row.setIncomplete(new ArrayList<>());
        return new PodFacts(row, directoryIds(meta));
    }

    /**
     * What is kept of a namespace.
     *
     * @throws IllegalArgumentException if it has no uid or name
     */
    NamespaceFacts namespace(Namespace namespace) {
        ObjectMeta meta = Objects.requireNonNullElseGet(namespace.getMetadata(), ObjectMeta::new);
        required(meta.getName(), "metadata.name", meta);
        return new NamespaceFacts(
                required(meta.getUid(), "metadata.uid", meta),
                meta.getCreationTimestamp(),
                sorted(meta.getLabels()),
                only(meta.getAnnotations(), kept.namespaceAnnotations()));
    }

    /** The labels of a node that are kept. */
    Map<String, String> nodeLabels(Node node) {
        return only(node.getMetadata().getLabels(), kept.nodeLabels());
    }

    private static List<String> directoryIds(ObjectMeta meta) {
        Set<String> ids = new LinkedHashSet<>();
        ids.add(meta.getUid());
        Map<String, String> annotations = Objects.requireNonNullElseGet(meta.getAnnotations(), Map::of);
        for (String key : CONFIG_HASHES) {
            String hash = annotations.get(key);
            // The value ends up in a key and in a directory name; the kubelet writes letters, digits and dashes.
            if (hash != null && !hash.isEmpty() && hash.length() <= 64 && hash.indexOf('/') < 0) {
                ids.add(hash);
            }
        }
        return List.copyOf(ids);
    }

    private static List<String> ips(PodStatus status) {
        Set<String> ips = new LinkedHashSet<>();
        if (status != null) {
            if (status.getPodIP() != null) {
                ips.add(status.getPodIP());
            }
            for (PodIP ip : status.getPodIPs()) {
                if (ip.getIp() != null) {
                    ips.add(ip.getIp());
                }
            }
        }
        return new ArrayList<>(ips);
    }

    private static Map<String, String> only(Map<String, String> map, Set<String> allowed) {
        Map<String, String> kept = sorted(map);
        kept.keySet().retainAll(allowed);
        return kept;
    }

    // Sorted, so that equal facts are equal bytes.
    private static Map<String, String> sorted(Map<String, String> map) {
        Map<String, String> sorted = new TreeMap<>();
        if (map != null) {
            map.forEach((key, value) -> sorted.put(key, Objects.requireNonNullElse(value, "")));
        }
        return sorted;
    }

    private static String required(String value, String field, ObjectMeta meta) {
        if (value == null || value.isEmpty() || value.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "object '" + named(meta.getName()) + "' in namespace '" + named(meta.getNamespace()) + "' has "
                            + field + " '" + named(value) + "': without a name free of '/' there it cannot be keyed");
        }
        return value;
    }

    private static String named(String text) {
        return text == null ? "" : text;
    }
}
