package io.tributary.collector.publish;

import io.tributary.schemas.RecordKeys;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/** Key and partition of each pod, remembered so that they are not computed per chunk. For use by one thread. */
final class PodKeys {

    private static final int REMEMBERED = 4_096;

    /** A pod's key as bytes, and the partition that Kafka's default partitioner gives it. */
    record PodKey(byte[] key, int partition) {}

    private final String cluster;
    private final int partitions;
    private final Map<String, PodKey> keys = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PodKey> eldest) {
            return size() > REMEMBERED;
        }
    };

    PodKeys(String cluster, int partitions) {
        this.cluster = cluster;
        this.partitions = partitions;
    }

    PodKey of(String podDirectory) {
        PodKey known = keys.get(podDirectory);
        if (known == null) {
            byte[] key = RecordKeys.podKey(cluster, podDirectory).getBytes(StandardCharsets.UTF_8);
            known = new PodKey(key, Utils.toPositive(Utils.murmur2(key)) % partitions);
            keys.put(podDirectory, known);
        }
        return known;
    }
}
