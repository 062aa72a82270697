package io.tributary.enricher.watch;

import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.Topics;
import io.tributary.schemas.TopicsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The watcher's configuration: one table of keys, and typed access. */
public final class WatcherConfig extends AbstractConfig {

    /** Name of the Kubernetes cluster, the first part of every key. */
    public static final String CLUSTER_NAME = "cluster.name";
    /** Where the admin endpoints listen. */
    public static final String ADMIN_LISTEN = "admin.listen";
    /** Kafka's addresses. */
    public static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    /** File instead of an API server. */
    public static final String PODS_FILE = "pods.file";
    /** How often that file is looked at. */
    public static final String PODS_FILE_INTERVAL_MS = "pods.file.interval.ms";
    /** Kubeconfig file. */
    public static final String KUBECONFIG = "kubeconfig";
    /** Address of the API server. */
    public static final String API_SERVER = "api.server";
    /** File with the bearer token for it. */
    public static final String API_TOKEN_FILE = "api.token.file";
    /** File with the certificate authority of it. */
    public static final String API_CA_FILE = "api.ca.file";
    /** Address that rows show. */
    public static final String API_SERVER_URL = "api.server.url";
    /** Longest silence of a watch. */
    public static final String API_SILENCE_MAX_MS = "api.silence.max.ms";
    /** Annotations of pods that are kept. */
    public static final String ANNOTATIONS_ALLOW = "annotations.allow";
    /** Annotations of namespaces that are kept. */
    public static final String NAMESPACE_ANNOTATIONS_ALLOW = "namespace.annotations.allow";
    /** Labels of nodes that are kept. */
    public static final String NODE_LABELS_ALLOW = "node.labels.allow";
    /** Whether ReplicaSets and Jobs are watched. */
    public static final String OWNERS_EXACT = "owners.exact";
    /** How long the row of a deleted pod stays. */
    public static final String METADATA_DELETED_RETENTION_MS = "metadata.deleted.retention.ms";

    /** How many rows of deleted pods stay. */
    public static final String METADATA_DELETED_MAX = "metadata.deleted.max";
    /** Time between two readings of the whole topic. */
    public static final String METADATA_COMPARE_INTERVAL_MS = "metadata.compare.interval.ms";
    /** Name of this process among the watchers of its cluster. */
    public static final String INSTANCE_ID = "instance.id";
    /** Time between heartbeats. */
    public static final String HEARTBEAT_INTERVAL_MS = "heartbeat.interval.ms";
    /** A former cluster of the same name. */
    public static final String CLUSTER_REPLACES = "cluster.replaces";

    /** Beginning of keys for all Kafka clients of the process. */
    static final String KAFKA_PREFIX = "kafka.";

    /** Settings that the watcher's promises rest on (protocol 23); no value but ours is right. */
    private static final Set<String> FIXED =
            Set.of("transactional.id", "isolation.level", "enable.idempotence", "enable.auto.commit", "group.id");

    /**
     * Checks the values.
     *
     * @param values by key; keys that are not in the table are passed over
     * @throws ConfigException if a value is missing or not allowed, naming key, value and what is
     */
    public WatcherConfig(Map<String, String> values) {
        super(definition(), values, false);
        checkSources();
        try {
            RecordKeys.checkCluster(cluster());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(CLUSTER_NAME, cluster(), e.getMessage());
        }
        try {
            topics();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
        for (String key : kafka().keySet()) {
            if (FIXED.contains(key)) {
                throw new ConfigException(
                        KAFKA_PREFIX + key, kafka().get(key), "leave it out: the watcher sets it itself");
            }
        }
    }

    /** Every key with type, default, range and documentation. */
    public static ConfigDef definition() {
        ConfigDef def = new ConfigDef()
                .define(
                        CLUSTER_NAME,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        "Name of the Kubernetes cluster: letters, digits, dots, underscores, dashes. Part of every key; the same in all three processes.")
                .define(
                        BOOTSTRAP_SERVERS,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.ValidList.anyNonDuplicateValues(false, false),
                        Importance.HIGH,
                        "Kafka's brokers, host:port. Other keys that begin with kafka. are passed on to every Kafka client of the process.")
                .define(
                        ADMIN_LISTEN,
                        Type.STRING,
                        "127.0.0.1:9472",
                        Importance.LOW,
                        "Where metrics, health and status are served, host:port.");
        defineSource(def);
        defineRows(def);
        defineLeading(def);
        return TopicsConfig.define(def);
    }

    private static void defineSource(ConfigDef def) {
        def.define(
                        PODS_FILE,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Instead of an API server: a file written by kubectl get pods,namespaces -A -o json, read again when it changes.")
                .define(
                        PODS_FILE_INTERVAL_MS,
                        Type.LONG,
                        1_000L,
                        Range.between(10, 3_600_000),
                        Importance.LOW,
                        "How often pods.file is looked at, in ms.")
                .define(
                        KUBECONFIG,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Kubeconfig file; its current context is used. Without it, pods.file and api.server the service account of the pod is used.")
                .define(API_SERVER, Type.STRING, null, Importance.MEDIUM, "URL of the API server.")
                .define(
                        API_TOKEN_FILE,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "File with the bearer token for api.server; read again for every request, so it may be replaced.")
                .define(
                        API_CA_FILE,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "PEM file with the certificate authority of api.server; without it those that Java trusts.")
                .define(
                        API_SERVER_URL,
                        Type.STRING,
                        null,
                        Importance.LOW,
                        "URL of the API server as events show it (master_url); default is the one that is asked.")
                .define(
                        API_SILENCE_MAX_MS,
                        Type.LONG,
                        Duration.ofMinutes(10).toMillis(),
                        Range.between(1_000, 86_400_000),
                        Importance.LOW,
                        "When a watch has said nothing for so long, not even a bookmark, everything is listed anew, in ms.");
    }

    private static void defineRows(ConfigDef def) {
        def.define(
                        ANNOTATIONS_ALLOW,
                        Type.LIST,
                        List.of(),
                        Importance.MEDIUM,
                        "Exact keys of pod annotations that are copied; all others never leave the watcher.")
                .define(
                        NAMESPACE_ANNOTATIONS_ALLOW,
                        Type.LIST,
                        List.of(),
                        Importance.MEDIUM,
                        "Exact keys of namespace annotations that are copied.")
                .define(
                        NODE_LABELS_ALLOW,
                        Type.LIST,
                        List.of(),
                        Importance.MEDIUM,
                        "Exact keys of node labels that are copied into the rows of a node's pods, such as topology.kubernetes.io/zone; needs the right to list and watch nodes.")
                .define(
                        OWNERS_EXACT,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether to ask the API who is above a pod's ReplicaSet or Job, instead of telling by its name; needs the right to list and watch both.")
                .define(
                        METADATA_DELETED_RETENTION_MS,
                        Type.LONG,
                        Duration.ofDays(7).toMillis(),
                        Range.between(0, Duration.ofDays(365).toMillis()),
                        Importance.MEDIUM,
                        "How long the row of a deleted pod stays, in ms: the raw topic's retention plus the longest time a node may be cut off.")
                .define(
                        METADATA_DELETED_MAX,
                        Type.INT,
                        500_000,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Most rows of deleted pods that stay; beyond it the longest deleted go first. Every enricher keeps them in its heap.")
                .define(
                        METADATA_COMPARE_INTERVAL_MS,
                        Type.LONG,
                        Duration.ofHours(6).toMillis(),
                        Range.between(1_000, Duration.ofDays(30).toMillis()),
                        Importance.LOW,
                        "How often the whole topic is read and set right where it differs, in ms.");
    }

    private static void defineLeading(ConfigDef def) {
        def.define(
                        INSTANCE_ID,
                        Type.STRING,
                        null,
                        Importance.LOW,
                        "Name of this process among the watchers of its cluster; with a lasting one, such as the name of a StatefulSet's pod, it goes on at once after a crash. Default is a new one at each start, which waits for three heartbeat intervals then.")
                .define(
                        HEARTBEAT_INTERVAL_MS,
                        Type.LONG,
                        10_000L,
                        Range.between(100, 600_000),
                        Importance.LOW,
                        "Time between heartbeats in the metadata topic, in ms; another watcher takes over when three are missing.")
                .define(
                        CLUSTER_REPLACES,
                        Type.STRING,
                        null,
                        Importance.LOW,
                        "uid of the namespace kube-system of a former cluster whose name and topic this one takes over; without it the rows of another cluster are never touched.");
    }

    /** Name of the Kubernetes cluster. */
    public String cluster() {
        return getString(CLUSTER_NAME);
    }

    /** The topics that both tiers meet in. */
    public Topics topics() {
        return TopicsConfig.topics(this);
    }

    /** Settings of all Kafka clients, without their prefix. */
    public Map<String, Object> kafka() {
        return originalsWithPrefix(KAFKA_PREFIX);
    }

    /** Name of this process among the watchers of its cluster; without a configured one, another at each call. */
    String instance() {
        String named = getString(INSTANCE_ID);
        return named == null ? UUID.randomUUID().toString() : named;
    }

    /** A path that may be left out. */
    Path path(String key) {
        String value = getString(key);
        return value == null ? null : Path.of(value);
    }

    /** What is kept beyond what always is. */
    PodMapper.Kept kept() {
        return new PodMapper.Kept(
                Set.copyOf(getList(ANNOTATIONS_ALLOW)),
                Set.copyOf(getList(NAMESPACE_ANNOTATIONS_ALLOW)),
                Set.copyOf(getList(NODE_LABELS_ALLOW)),
                getBoolean(OWNERS_EXACT));
    }

    private void checkSources() {
        List<String> sources = Stream.of(PODS_FILE, KUBECONFIG, API_SERVER)
                .filter(key -> getString(key) != null)
                .toList();
        if (sources.size() > 1) {
            throw new ConfigException("Set one of " + String.join(", ", sources)
                    + ": each says where pods are heard of. (" + API_SERVER_URL + " only names the URL shown.)");
        }
        if (getString(PODS_FILE) != null && (!getList(NODE_LABELS_ALLOW).isEmpty() || getBoolean(OWNERS_EXACT))) {
            throw new ConfigException(
                    PODS_FILE,
                    getString(PODS_FILE),
                    "leave out " + NODE_LABELS_ALLOW + " and " + OWNERS_EXACT
                            + ": a file tells of pods and namespaces only");
        }
        for (String key : List.of(API_TOKEN_FILE, API_CA_FILE)) {
            if (getString(key) != null && getString(API_SERVER) == null) {
                throw new ConfigException(key, getString(key), "it belongs to " + API_SERVER + ", which is not set");
            }
        }
    }
}
