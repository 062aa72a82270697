package io.tributary.enricher.watch;

import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.WatcherHeartbeat;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;

/** Heartbeats of one cluster to bytes and back. */
final class HeartbeatCodec {

    private final SingleObjectSerde<WatcherHeartbeat> serde = SingleObjectSerde.watcherHeartbeat();
    private final String cluster;
    private final String key;

    HeartbeatCodec(String cluster) {
        this.cluster = cluster;
        this.key = RecordKeys.heartbeatKey(cluster);
    }

    /** The key that heartbeats stand under. */
    String key() {
        return key;
    }

    /**
     * The encoded heartbeat.
     *
     * @param now ms since the epoch
     */
    byte[] encode(Heartbeat beat, long now) {
        return serde.serialize(
                null,
                new WatcherHeartbeat(
                        cluster,
                        beat.clusterUid(),
                        beat.instance(),
                        Instant.ofEpochMilli(now),
                        beat.heardAt() == 0 ? null : Instant.ofEpochMilli(beat.heardAt()),
                        beat.complete(),
                        beat.leaving(),
                        beat.intervalMs()));
    }

    /** What a record under the key says; {@code null} for a tombstone and for what is no heartbeat of this cluster. */
    Heartbeat read(byte[] value) {
        if (!serde.recognises(value)) {
            return null;
        }
        try {
            WatcherHeartbeat beat = serde.deserialize(null, value);
            return cluster.equals(beat.getCluster())
                    ? new Heartbeat(
                            beat.getClusterUid(),
                            beat.getInstance(),
                            beat.getHeardAt() == null ? 0 : beat.getHeardAt().toEpochMilli(),
                            beat.getComplete(),
                            beat.getLeaving(),
                            Math.max(1, beat.getIntervalMs()))
                    : null;
        } catch (SerializationException e) {
            // Broken bytes keep nobody from writing; the next heartbeat replaces them.
            return null;
        }
    }
}
