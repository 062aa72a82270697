package io.tributary.schemas;

import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The configuration keys that name and size the topics; the same in every process. */
public final class TopicsConfig {

    /** Name of the raw topic. */
    public static final String RAW = "topics.raw";
    /** Name of the metadata topic. */
    public static final String METADATA = "topics.metadata";
    /** Name of the dead-letter topic. */
    public static final String DEAD_LETTER = "topics.dead-letter";
    /** Template of the default output topic. */
    public static final String OUTPUT = "topics.output";
    /** Partition count of the raw topic. */
    public static final String RAW_PARTITIONS = "topics.raw.partitions";
    /** Replication of every topic. */
    public static final String REPLICATION = "topics.replication";

    private TopicsConfig() {}

    /** Adds the keys to a process's table. */
    public static ConfigDef define(ConfigDef def) {
        return def.define(
                        RAW,
                        Type.STRING,
                        Topics.RAW,
                        Importance.LOW,
                        "Topic that collectors write chunks of raw bytes to.")
                .define(METADATA, Type.STRING, Topics.METADATA, Importance.LOW, "Compacted topic with one row per pod.")
                .define(
                        DEAD_LETTER,
                        Type.STRING,
                        Topics.DEAD_LETTER,
                        Importance.LOW,
                        "Topic for raw records that could not be processed.")
                .define(
                        OUTPUT,
                        Type.STRING,
                        Topics.OUTPUT,
                        Importance.MEDIUM,
                        "Default topic for enriched events; {cluster} stands for the cluster's name.")
                .define(
                        RAW_PARTITIONS,
                        Type.INT,
                        Topics.RAW_PARTITIONS,
                        Range.between(1, 10_000),
                        Importance.MEDIUM,
                        "Partitions of the raw topic. It can never be changed: more partitions are a new raw topic.")
                .define(
                        REPLICATION,
                        Type.INT,
                        (int) Topics.REPLICATION,
                        Range.between(1, 32),
                        Importance.MEDIUM,
                        "Replicas of every topic; 1 only where there is one broker.");
    }

    /**
     * The topics that a configuration names.
     *
     * @throws ConfigException if a name is not allowed
     */
    public static Topics topics(AbstractConfig config) {
        try {
            return new Topics(
                    config.getString(RAW),
                    config.getString(METADATA),
                    config.getString(DEAD_LETTER),
                    config.getString(OUTPUT),
                    config.getInt(RAW_PARTITIONS),
                    config.getInt(REPLICATION).shortValue());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }
}
