package io.tributary.collector.publish;

import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.TopicSpec;
import java.util.Map;

/**
 * What the publisher must know.
 *
 * @param cluster first part of every key
 * @param node name of this node
 * @param topic the raw topic as it must be
 * @param chunkMaxBytes largest payload of a chunk, in bytes
 * @param inflightMaxBytes bytes handed over and not yet acknowledged, in all; a partition may hold a quarter of them
 * @param client the user's settings for Kafka clients, without the prefix {@code kafka.}
 */
public record PublishConfig(
        String cluster,
        String node,
        TopicSpec topic,
        int chunkMaxBytes,
        long inflightMaxBytes,
        Map<String, String> client) {

    /** What a record needs beside its payload: coordinates, paths, key, Kafka's own framing. */
    static final int RECORD_OVERHEAD = 16 << 10;

    /** Checks the cluster's name and copies the map. */
    public PublishConfig {
        RecordKeys.checkCluster(cluster);
        client = Map.copyOf(client);
    }

    /** Size that no record exceeds, in bytes. */
    int recordMaxBytes() {
        return chunkMaxBytes + RECORD_OVERHEAD;
    }
}
