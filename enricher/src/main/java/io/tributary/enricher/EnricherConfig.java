package io.tributary.enricher;

import io.tributary.enricher.assembly.AssemblyLimits;
import io.tributary.enricher.assembly.Oversize;
import io.tributary.enricher.metadata.HoldPolicy;
import io.tributary.enricher.output.MmkubernetesFormat;
import io.tributary.runtime.config.ListenAddress;
import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.Topics;
import io.tributary.schemas.TopicsConfig;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidList;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The enricher's configuration: one table of keys, and typed access. */
public final class EnricherConfig extends AbstractConfig {

    /** Name of the Kubernetes cluster. */
    public static final String CLUSTER_NAME = "cluster.name";
    /** Kafka's addresses. */
    public static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    /** Name of the application: consumer group, prefix of internal topics and of transactions. */
    public static final String APPLICATION_ID = "application.id";
    /** Stable name of this instance. */
    public static final String GROUP_INSTANCE_ID = "group.instance.id";
    /** Threads that process chunks. */
    public static final String THREADS = "threads";
    /** Folder for what Streams keeps on the disk. */
    public static final String STATE_DIR = "state.dir";
    /** Longest wait for a pod's row. */
    public static final String HOLD_MAX_MS = "hold.max.ms";
    /** Most bytes kept of one waiting pod. */
    public static final String HOLD_MAX_BYTES_PER_POD = "hold.max.bytes.per.pod";
    /** Most bytes kept of all waiting pods of a raw partition. */
    public static final String HOLD_MAX_BYTES_PER_PARTITION = "hold.max.bytes.per.partition";
    /** Largest joined message. */
    public static final String MESSAGE_MAX_BYTES = "message.max.bytes";
    /** What becomes of larger messages. */
    public static final String MESSAGE_OVERSIZE = "message.oversize";
    /** Largest output record. */
    public static final String OUTPUT_RECORD_MAX_BYTES = "output.record.max.bytes";
    /** How events are written. */
    public static final String OUTPUT_FORMAT = "output.format";
    /** Value of the field {@code program}. */
    public static final String OUTPUT_PROGRAM = "output.program";

    /** Beginning of keys for all Kafka clients of the process. */
    static final String KAFKA_PREFIX = "kafka.";
    /** Beginning of keys for Kafka Streams, which may go on with {@code consumer.}, {@code producer.} and so on. */
    static final String STREAMS_PREFIX = "streams.";

    private static final int MEBIBYTE = 1 << 20;
    /** What key, header and framing of an output record need at most. */
    private static final int AROUND_A_RECORD = 2_048;

    static final int SMALLEST_RECORD = 256 << 10;
    private static final Pattern READ_BY_LOGSTASH = Pattern.compile("k8s-.*");

    /**
     * Checks the values.
     *
     * @param values by key; keys that are not in the table are passed over
     * @throws ConfigException if a value is missing or not allowed, naming key, value and what is
     */
    public EnricherConfig(Map<String, String> values) {
        super(definition(), values, false);
        checked(CLUSTER_NAME, () -> RecordKeys.checkCluster(cluster()));
        checked(TopicsConfig.OUTPUT, () -> topics().outputOf(cluster()));
        if (READ_BY_LOGSTASH.matcher(applicationId()).matches()) {
            throw new ConfigException(
                    APPLICATION_ID, applicationId(), "it matches k8s-.*, so Logstash would read its changelogs");
        }
        StreamsSettings.refuseFixed(this);
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
                        "Kafka's brokers, host:port. Other keys that begin with kafka. are passed on to every Kafka client of the process, those with streams. to Kafka Streams.")
                .define(
                        APPLICATION_ID,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Name of the application: consumer group and prefix of its topics and transactions. Default: tributary-enricher-<cluster.name>. A changed name loses the state: everything in the raw topic is read and sent again.")
                .define(
                        GROUP_INSTANCE_ID,
                        Type.STRING,
                        null,
                        Importance.MEDIUM,
                        "Stable name of this instance, such as the name of a StatefulSet's pod: after a restart it goes on without a rebalance. Default: none; then it leaves the group when it is stopped.")
                .define(
                        THREADS,
                        Type.INT,
                        1,
                        Range.between(1, 256),
                        Importance.MEDIUM,
                        "Threads that process chunks, at most one per raw partition in all instances.")
                .define(
                        STATE_DIR,
                        Type.STRING,
                        System.getProperty("java.io.tmpdir") + "/tributary-enricher",
                        new NonEmptyString(),
                        Importance.LOW,
                        "Folder for what Kafka Streams writes to disk; nothing that must be kept, all state is in changelog topics.");
        defineHolding(def);
        defineOutput(def);
        return TopicsConfig.define(ListenAddress.define(def, "127.0.0.1:9473"));
    }

    private static void defineHolding(ConfigDef def) {
        def.define(
                        HOLD_MAX_MS,
                        Type.LONG,
                        10_000L,
                        Range.between(0, 3_600_000),
                        Importance.MEDIUM,
                        "Longest wait for the metadata of a pod, in ms, from when its first chunk is processed; then its lines go on with what their path tells. 0 never waits.")
                .define(
                        HOLD_MAX_BYTES_PER_POD,
                        Type.LONG,
                        (long) MEBIBYTE,
                        Range.between(0, 1L << 30),
                        Importance.LOW,
                        "Most bytes kept of one waiting pod; beyond it the pod is waited for no longer.")
                .define(
                        HOLD_MAX_BYTES_PER_PARTITION,
                        Type.LONG,
                        16L * MEBIBYTE,
                        Range.between(0, 1L << 32),
                        Importance.LOW,
                        "Most bytes kept of all waiting pods of one raw partition; beyond it the pod that has waited longest goes on. It is in the heap once per partition of this instance.");
    }

    private static void defineOutput(ConfigDef def) {
        def.define(
                        MESSAGE_MAX_BYTES,
                        Type.INT,
                        512 << 10,
                        Range.between(1_024, 64 * MEBIBYTE),
                        Importance.MEDIUM,
                        "Largest joined message, in bytes.")
                .define(
                        MESSAGE_OVERSIZE,
                        Type.STRING,
                        "split",
                        ValidString.in("split", "truncate", "drop"),
                        Importance.MEDIUM,
                        "What becomes of larger messages: split into numbered parts, truncate, or drop (counted).")
                .define(
                        OUTPUT_RECORD_MAX_BYTES,
                        Type.INT,
                        1_000_000,
                        Range.between(SMALLEST_RECORD, Topics.MAX_MESSAGE_BYTES - 4_096),
                        Importance.MEDIUM,
                        "Largest output record in bytes, rendered, with key and headers; nine tenths of the topic's max.message.bytes hold where that is less.")
                .define(
                        OUTPUT_FORMAT,
                        Type.STRING,
                        MmkubernetesFormat.NAME,
                        ValidString.in(MmkubernetesFormat.NAME),
                        Importance.MEDIUM,
                        "How events are written as JSON.")
                .define(
                        OUTPUT_PROGRAM,
                        Type.STRING,
                        MmkubernetesFormat.DEFAULT_PROGRAM,
                        new NonEmptyString(),
                        Importance.LOW,
                        "Value of the field program.");
    }

    /** Name of the cluster. */
    public String cluster() {
        return getString(CLUSTER_NAME);
    }

    /** Name of the application. */
    public String applicationId() {
        String given = getString(APPLICATION_ID);
        return given == null || given.isBlank() ? "tributary-enricher-" + cluster() : given;
    }

    /** Stable name of this instance; {@code null} for none. */
    public String groupInstanceId() {
        String given = getString(GROUP_INSTANCE_ID);
        return given == null || given.isBlank() ? null : given;
    }

    /** The topics that all parts meet in. */
    public Topics topics() {
        return TopicsConfig.topics(this);
    }

    /** How long and how much of an unknown pod is kept. */
    public HoldPolicy hold() {
        return new HoldPolicy(
                getLong(HOLD_MAX_MS), getLong(HOLD_MAX_BYTES_PER_POD), getLong(HOLD_MAX_BYTES_PER_PARTITION));
    }

    /** How large messages may grow and how long state is kept. */
    public AssemblyLimits assembly() {
        int rendered = outputRecordMaxBytes() - MmkubernetesFormat.DEFAULT_RESERVE - AROUND_A_RECORD;
        return AssemblyLimits.of(getInt(MESSAGE_MAX_BYTES), rendered)
                .with(Oversize.valueOf(getString(MESSAGE_OVERSIZE).toUpperCase(Locale.ROOT)));
    }

    /** Largest output record in bytes. */
    public int outputRecordMaxBytes() {
        return getInt(OUTPUT_RECORD_MAX_BYTES);
    }

    /** Value of the field {@code program}. */
    public String program() {
        return getString(OUTPUT_PROGRAM);
    }

    /** How long stopping may take before what is under way is left to the next instance. */
    Duration closeLimit() {
        return Duration.ofSeconds(20);
    }

    private static void checked(String key, Runnable check) {
        try {
            check.run();
        } catch (ConfigException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new ConfigException(key + ": " + e.getMessage());
        }
    }
}
