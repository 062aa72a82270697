package io.tributary.schemas;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics that both tiers meet in, said once: names, partitions, retention, compaction, replication.
 *
 * @param raw chunks of raw bytes, from the collectors
 * @param metadata rows of pod metadata, from the watcher; compacted
 * @param deadLetter raw records that could not be processed
 * @param output enriched events; {@code {cluster}} stands for the cluster's name
 * @param rawPartitions partitions of the raw topic and of the output; never changes once created
 * @param replication replicas of every topic; 1 only where there is one broker
 */
public record Topics(
        String raw, String metadata, String deadLetter, String output, int rawPartitions, short replication) {

    /** Default name of the raw topic. */
    public static final String RAW = "tributary.raw";
    /** Default name of the metadata topic. */
    public static final String METADATA = "tributary.metadata";
    /** Default name of the dead-letter topic. */
    public static final String DEAD_LETTER = "tributary.dead-letter";
    /** Default template of the output topic. */
    public static final String OUTPUT = "k8s-{cluster}";
    /** Default partition count of the raw topic. */
    public static final int RAW_PARTITIONS = 48;
    /** Default replication; with it go two in-sync replicas. */
    public static final short REPLICATION = 3;
    /** Largest record, in bytes, that the raw and output topics take: Kafka's own default. */
    public static final int MAX_MESSAGE_BYTES = 1_048_588;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern READ_BY_LOGSTASH = Pattern.compile("k8s-.*");
    private static final int METADATA_PARTITIONS = 6;
    private static final int DEAD_LETTER_PARTITIONS = 6;

    /** Refuses names that Kafka or the readers of the output could not live with. */
    public Topics {
        for (String internal : List.of(raw, metadata, deadLetter)) {
            checkName(internal);
            if (READ_BY_LOGSTASH.matcher(internal).matches()) {
                throw new IllegalArgumentException(
                        "topic '" + internal
                                + "' matches k8s-.*, which Logstash reads: choose another name for raw, metadata and dead-letter topics");
            }
        }
        checkName(output.replace("{cluster}", "c"));
    }

    /** The defaults with 48 raw partitions and three replicas. */
    public static Topics defaults() {
        return new Topics(RAW, METADATA, DEAD_LETTER, OUTPUT, RAW_PARTITIONS, REPLICATION);
    }

    /** The same topics with another partition count and replication. */
    public Topics sized(int partitions, int replicas) {
        return new Topics(raw, metadata, deadLetter, output, partitions, (short) replicas);
    }

    /** The output topic of a cluster. */
    public String outputOf(String cluster) {
        return output.replace("{cluster}", RecordKeys.checkCluster(cluster));
    }

    /** Specifications of all topics that the given clusters need. */
    public List<TopicSpec> specs(List<String> clusters) {
        List<TopicSpec> specs = new ArrayList<>(List.of(rawSpec(), metadataSpec(), deadLetterSpec()));
        clusters.stream().map(this::outputOf).distinct().map(this::outputSpec).forEach(specs::add);
        return List.copyOf(specs);
    }

    /** Raw chunks: three days, never compacted, broker time. */
    public TopicSpec rawSpec() {
        Map<String, String> configs = deleted(Duration.ofDays(3));
        configs.put(TopicConfig.COMPRESSION_TYPE_CONFIG, "producer");
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_MESSAGE_BYTES));
        return spec(raw, rawPartitions, true, configs);
    }

    /** Pod metadata: compacted; tombstones stay as long as an enricher may be away. */
    public TopicSpec metadataSpec() {
        Map<String, String> configs = new LinkedHashMap<>();
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        configs.put(TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofHours(1)));
        configs.put(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, millis(Duration.ofHours(24)));
        configs.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, millis(Duration.ofDays(7)));
        configs.put(TopicConfig.SEGMENT_MS_CONFIG, millis(Duration.ofHours(6)));
        configs.put(TopicConfig.SEGMENT_BYTES_CONFIG, Integer.toString(64 << 20));
        configs.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.2");
        return spec(metadata, METADATA_PARTITIONS, false, configs);
    }

    /** Dead letters: kept for thirty days. */
    public TopicSpec deadLetterSpec() {
        Map<String, String> configs = deleted(Duration.ofDays(30));
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(2 * MAX_MESSAGE_BYTES));
        return spec(deadLetter, DEAD_LETTER_PARTITIONS, false, configs);
    }

    /** Enriched events: five days, as Wikimedia keeps them; as many partitions as raw, so that a key stays on one number. */
    public TopicSpec outputSpec(String name) {
        Map<String, String> configs = deleted(Duration.ofDays(5));
        configs.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_MESSAGE_BYTES));
        return spec(name, rawPartitions, false, configs);
    }

    private TopicSpec spec(String name, int partitions, boolean fixed, Map<String, String> configs) {
        // The broker's clock alone decides retention and order (protocol 1 and 5).
        configs.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
        configs.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, replication >= 3 ? "2" : "1");
        return new TopicSpec(
                name,
                partitions,
                replication,
                fixed,
                configs,
                Set.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, TopicConfig.CLEANUP_POLICY_CONFIG));
    }

    private static Map<String, String> deleted(Duration retention) {
        Map<String, String> configs = new LinkedHashMap<>();
        configs.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        configs.put(TopicConfig.RETENTION_MS_CONFIG, millis(retention));
        return configs;
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(
                    "topic name is '" + name + "': use 1 to 249 letters, digits, dots, underscores or dashes");
        }
    }
}
