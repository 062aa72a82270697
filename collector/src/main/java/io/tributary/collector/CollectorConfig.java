package io.tributary.collector;

import io.tributary.collector.podlog.PodSelection;
import io.tributary.collector.publish.PublishConfig;
import io.tributary.collector.tail.TailConfig;
import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.TopicsConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigException;

/** The collector's configuration: one table of keys, and typed access. */
public final class CollectorConfig extends AbstractConfig {

    /** Name of the Kubernetes cluster, the first part of every key. */
    public static final String CLUSTER_NAME = "cluster.name";
    /** Name of this node. */
    public static final String NODE_NAME = "node.name";
    /** Kafka's addresses. */
    public static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    /** The folder that holds {@code containers} and {@code pods}. */
    public static final String LOGS_ROOT = "logs.root";
    /** Further folders that log links may lead to. */
    public static final String LOGS_ALLOWED_ROOTS = "logs.allowed.roots";
    /** Whether files and folders must belong to the owner of their root. */
    public static final String LINKS_CHECK_OWNER = "links.check.owner";
    /** Where the checkpoint is kept. */
    public static final String STATE_DIR = "state.dir";
    /** Largest chunk. */
    public static final String CHUNK_MAX_BYTES = "chunk.max.bytes";
    /** Most log files held open. */
    public static final String FILES_OPEN_MAX = "files.open.max";
    /** At which size logs are rotated. */
    public static final String ROTATION_SIZE_BYTES = "rotation.size.bytes";
    /** Bytes of deleted files that may be held open. */
    public static final String DELETED_MAX_BYTES = "deleted.max.bytes";
    /** How often all directories are read. */
    public static final String SCAN_INTERVAL_MS = "scan.interval.ms";
    /** How soon a file that just grew is looked at again. */
    public static final String POLL_INTERVAL_MS = "poll.interval.ms";
    /** How often the checkpoint is saved. */
    public static final String CHECKPOINT_INTERVAL_MS = "checkpoint.interval.ms";
    /** Bytes read and not yet acknowledged. */
    public static final String INFLIGHT_MAX_BYTES = "inflight.max.bytes";
    /** Where the admin endpoints listen. */
    public static final String ADMIN_LISTEN = "admin.listen";

    /** Beginning of keys for all Kafka clients of the process. */
    static final String KAFKA_PREFIX = "kafka.";

    private static final Set<String> RELOADABLE = reloadable();
    private static final int CHUNK_DEFAULT = 64 << 10;
    private static final long INFLIGHT_DEFAULT = 8L << 20;
    private static final long ROTATION_DEFAULT = 10L << 20;
    private static final long DELETED_DEFAULT = 1L << 30;
    private static final long INFLIGHT_MIN = 1L << 20;
    private static final long INFLIGHT_MAX = 1L << 30;

    /**
     * Checks the values.
     *
     * @param values by key; keys that are not in the table are passed over
     * @throws ConfigException if a value is missing or not allowed, naming key, value and what is
     */
    public CollectorConfig(Map<String, String> values) {
        super(definition(), values, false);
        checked(CLUSTER_NAME, () -> RecordKeys.checkCluster(cluster()));
        TopicsConfig.topics(this);
        checked(LOGS_ROOT, this::logsRoot);
        checked(LOGS_ALLOWED_ROOTS, this::allowedRoots);
        checked(STATE_DIR, this::stateDir);
    }

    /** Every key with type, default, range and documentation. */
    public static ConfigDef definition() {
        ConfigDef def = new ConfigDef()
                .define(
                        CLUSTER_NAME,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new NonEmptyString(),
                        Importance.HIGH,
                        "Name of the Kubernetes cluster: letters, digits, dots, underscores, dashes. Part of every key; the same in all three processes.")
                .define(
                        BOOTSTRAP_SERVERS,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ValidList.anyNonDuplicateValues(false, false),
                        Importance.HIGH,
                        "Kafka's brokers, host:port. Other keys that begin with kafka. are passed on to the Kafka clients, but for those that a promise hangs on.")
                .define(
                        NODE_NAME,
                        Type.STRING,
                        null,
                        Importance.HIGH,
                        "Name of this node as Kubernetes knows it. Default: the host's name.");
        defineFiles(def);
        defineLimits(def);
        defineIntervals(def);
        SelectionConfig.define(def);
        return TopicsConfig.define(def);
    }

    private static void defineFiles(ConfigDef def) {
        def.define(
                        LOGS_ROOT,
                        Type.STRING,
                        "/var/log",
                        new NonEmptyString(),
                        Importance.MEDIUM,
                        "The folder that holds containers/ and pods/ as the kubelet lays them out; absolute.")
                .define(
                        LOGS_ALLOWED_ROOTS,
                        Type.LIST,
                        List.of("/var/lib/docker/containers"),
                        ValidList.anyNonDuplicateValues(true, false),
                        Importance.MEDIUM,
                        "Further folders that log links may lead to; absolute. What leads elsewhere is not read.")
                .define(
                        LINKS_CHECK_OWNER,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Read only files that belong to the owner of the folder of all logs, in folders that belong to it too and that nobody else may write to.")
                .define(
                        STATE_DIR,
                        Type.STRING,
                        "/var/lib/tributary",
                        new NonEmptyString(),
                        Importance.MEDIUM,
                        "Existing folder, writable, on a disk that survives a reboot: the checkpoint is kept there. One collector at a time.");
    }

    private static void defineLimits(ConfigDef def) {
        def.define(
                        CHUNK_MAX_BYTES,
                        Type.INT,
                        CHUNK_DEFAULT,
                        Range.between(1_024, TailConfig.MAX_BYTES),
                        Importance.LOW,
                        "Largest piece of a file in one record, in bytes.")
                .define(
                        INFLIGHT_MAX_BYTES,
                        Type.LONG,
                        INFLIGHT_DEFAULT,
                        Range.between(INFLIGHT_MIN, INFLIGHT_MAX),
                        Importance.MEDIUM,
                        "Bytes read and not yet acknowledged; a partition may hold a quarter. Readers wait beyond it: the files are the buffer. Also the size of the producer's buffer.")
                .define(
                        FILES_OPEN_MAX,
                        Type.INT,
                        4_096,
                        Range.between(16, 1_000_000),
                        Importance.LOW,
                        "Most log files held open. Beyond it those that were read longest ago are closed until they grow; set it below the limit of the process.")
                .define(
                        ROTATION_SIZE_BYTES,
                        Type.LONG,
                        ROTATION_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Size at which the kubelet or Docker rotates a log (containerLogMaxSize, max-size). Only the metric rotation_headroom_ratio looks at it.")
                .define(
                        DELETED_MAX_BYTES,
                        Type.LONG,
                        DELETED_DEFAULT,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Bytes of deleted files that may stay on the disk because they are held open to be read. Beyond it the file deleted first is let go: a gap record says so.");
    }

    private static void defineIntervals(ConfigDef def) {
        def.define(
                        SCAN_INTERVAL_MS,
                        Type.LONG,
                        10_000L,
                        Range.between(100, 3_600_000),
                        Importance.LOW,
                        "How often all directories are read, whatever notifications say.")
                .define(
                        POLL_INTERVAL_MS,
                        Type.LONG,
                        20L,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "How soon a file that just grew is looked at again.")
                .define(
                        CHECKPOINT_INTERVAL_MS,
                        Type.LONG,
                        1_000L,
                        Range.between(10, 60_000),
                        Importance.LOW,
                        "How often the checkpoint is saved when something was acknowledged. What was not saved before a kill is sent again, and dropped by the centre.")
                .define(
                        ADMIN_LISTEN,
                        Type.STRING,
                        "127.0.0.1:9471",
                        Importance.LOW,
                        "Where metrics, health and status are served, host:port.");
    }

    /** Name of the cluster. */
    public String cluster() {
        return getString(CLUSTER_NAME);
    }

    /**
     * Name of the node.
     *
     * @throws ConfigException if it is not set and the host has no name
     */
    public String node() {
        String given = getString(NODE_NAME);
        if (given != null && !given.isBlank()) {
            return given;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new ConfigException(NODE_NAME, given, "this host has no name (" + e.getMessage() + "): set it");
        }
    }

    /** The folder that holds {@code containers} and {@code pods}. */
    public Path logsRoot() {
        return absolute(getString(LOGS_ROOT));
    }

    /** Further folders that log links may lead to. */
    public List<Path> allowedRoots() {
        return getList(LOGS_ALLOWED_ROOTS).stream()
                .map(CollectorConfig::absolute)
                .toList();
    }

    /** Whether files and folders must belong to the owner of their root, and no folder may be written by others. */
    public boolean linksCheckOwner() {
        return getBoolean(LINKS_CHECK_OWNER);
    }

    /** Most log files held open. */
    public int filesOpenMax() {
        return getInt(FILES_OPEN_MAX);
    }

    /** Where the checkpoint is kept. */
    public Path stateDir() {
        return absolute(getString(STATE_DIR));
    }

    /** How often the checkpoint is saved. */
    public Duration checkpointInterval() {
        return Duration.ofMillis(getLong(CHECKPOINT_INTERVAL_MS));
    }

    /** Whether a running collector can take a new value of this key over. */
    static boolean isReloadable(String key) {
        return key.startsWith(KAFKA_PREFIX) || RELOADABLE.contains(key);
    }

    /** This configuration with the other one's values of all keys that a running collector can take over. */
    CollectorConfig reloaded(Map<String, String> other) {
        Map<String, String> values = new TreeMap<>(originalsStrings());
        values.keySet().removeIf(CollectorConfig::isReloadable);
        other.forEach((key, value) -> {
            if (isReloadable(key)) {
                values.put(key, value);
            }
        });
        return new CollectorConfig(values);
    }

    /** Whose logs are read. */
    public PodSelection selection() {
        return SelectionConfig.of(this);
    }

    /** At which size logs are rotated. */
    public long rotationBytes() {
        return getLong(ROTATION_SIZE_BYTES);
    }

    /** How files are followed. */
    public TailConfig tail() {
        TailConfig defaults = TailConfig.of(cluster());
        return new TailConfig(
                cluster(),
                getInt(CHUNK_MAX_BYTES),
                Duration.ofMillis(getLong(POLL_INTERVAL_MS)),
                Duration.ofMillis(getLong(SCAN_INTERVAL_MS)),
                defaults.grace(),
                getLong(DELETED_MAX_BYTES),
                defaults.inflatedMaxBytes());
    }

    /** How chunks are published. */
    public PublishConfig publish() {
        return new PublishConfig(
                cluster(),
                node(),
                TopicsConfig.topics(this).rawSpec(),
                getInt(CHUNK_MAX_BYTES),
                getLong(INFLIGHT_MAX_BYTES),
                kafka());
    }

    /** Settings for Kafka clients, without the prefix. */
    public Map<String, String> kafka() {
        Map<String, String> settings = new TreeMap<>();
        originalsWithPrefix(KAFKA_PREFIX).forEach((key, value) -> settings.put(key, value.toString()));
        return settings;
    }

    private static Set<String> reloadable() {
        Set<String> keys = new TreeSet<>(SelectionConfig.keys());
        keys.addAll(List.of(INFLIGHT_MAX_BYTES, CHECKPOINT_INTERVAL_MS, SCAN_INTERVAL_MS));
        return Set.copyOf(keys);
    }

    private static Path absolute(String path) {
        Path result = Path.of(path);
        if (!result.isAbsolute()) {
            throw new IllegalArgumentException("use an absolute path");
        }
        return result.normalize();
    }

    private void checked(String key, Runnable access) {
        try {
            access.run();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key, originals().getOrDefault(key, values().get(key)), e.getMessage());
        }
    }
}
