package io.tributary.schemas;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a topic must be like.
 *
 * @param name topic name
 * @param partitions number of partitions, 1 or more
 * @param replication number of replicas, 1 or more
 * @param fixedPartitions whether another partition count is refused; where false any count will do
 * @param configs topic configuration; sorted, never null
 * @param required names of those configs whose value must hold on an existing topic; the others are defaults for a new one
 */
public record TopicSpec(
        String name,
        int partitions,
        short replication,
        boolean fixedPartitions,
        Map<String, String> configs,
        Set<String> required) {

    /** Checks the numbers and copies the maps. */
    public TopicSpec {
        Objects.requireNonNull(name, "name is null");
        if (partitions < 1) {
            throw new IllegalArgumentException("topic " + name + " has " + partitions + " partitions: use 1 or more");
        }
        if (replication < 1) {
            throw new IllegalArgumentException("topic " + name + " has replication " + replication + ": use 1 or more");
        }
        configs = Collections.unmodifiableMap(new TreeMap<>(configs));
        required = Set.copyOf(required);
        if (!configs.keySet().containsAll(required)) {
            throw new IllegalArgumentException("topic " + name + " requires a config that it does not set");
        }
    }
}
