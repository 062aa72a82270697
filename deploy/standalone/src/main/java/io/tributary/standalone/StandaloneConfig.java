package io.tributary.standalone;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What standalone runs on.
 *
 * @param logs folder that holds {@code containers} and {@code pods}
 * @param allowed further folders that log links may lead to
 * @param pods where pods are heard of
 * @param cluster name of the cluster, the first part of every key
 * @param node name of the node, or null for this machine's
 * @param kafka embedded or not
 * @param overrides values by key; {@code collector.}, {@code enricher.} or {@code watcher.} in front means this part only
 */
public record StandaloneConfig(
        Path logs,
        List<Path> allowed,
        PodSource pods,
        String cluster,
        String node,
        Kafka kafka,
        Map<String, String> overrides) {

    /** Copies the lists. */
    public StandaloneConfig {
        Objects.requireNonNull(logs, "logs is null");
        Objects.requireNonNull(pods, "pods is null");
        Objects.requireNonNull(cluster, "cluster is null");
        Objects.requireNonNull(kafka, "kafka is null");
        allowed = List.copyOf(allowed);
        overrides = Map.copyOf(overrides);
    }

    /** Which broker. */
    public sealed interface Kafka {

        /** One inside this JVM; port 0 for any free one. */
        record Embedded(int port) implements Kafka {}

        /** One that runs already, {@code host:port,…}. */
        record Existing(String bootstrapServers) implements Kafka {}
    }
}
