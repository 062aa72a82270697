package io.tributary.enricher.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The queues of waiting pods: the chunks in the store, their order in memory, rebuilt from the store.
 * An entry's key is {@code c<pod key>0<sequence>}, so that a pod's chunks lie in raw order.
 */
final class HeldChunks {

    private static final byte PREFIX = 'c';

    private final KeyValueStore<Bytes, byte[]> store;
    private final Sums sums;
    private final Map<String, WaitingPod> pods = new LinkedHashMap<>();
    private long nextSequence;
    private long bytes;
    private long payloadBytes;

    /** A pod that waits; the longest waiting one is first in the map. */
    static final class WaitingPod {
        private final String key;
        private final long since;
        private final Deque<Entry> queue = new ArrayDeque<>();
        private long bytes;

        private WaitingPod(String key, long since) {
            this.key = key;
            this.since = since;
        }

        String key() {
            return key;
        }

        /** When this application processed the pod's first chunk. */
        long since() {
            return since;
        }

        /** Bytes of raw records in the queue. */
        long bytes() {
            return bytes;
        }

        boolean isEmpty() {
            return queue.isEmpty();
        }

        /** Bytes of the raw record that is next; the queue must not be empty. */
        int nextBytes() {
            return queue.element().bytes;
        }
    }

    private record Entry(long sequence, int bytes, int payloadBytes) {}

    HeldChunks(KeyValueStore<Bytes, byte[]> store, Sums sums) {
        this.store = store;
        this.sums = sums;
    }

    /** Reads the queues out of the store; to be called once, before anything else. */
    void restore() {
        Map<String, WaitingPod> found = new LinkedHashMap<>();
        try (KeyValueIterator<Bytes, byte[]> entries = store.prefixScan(new byte[] {PREFIX}, (topic, data) -> data)) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                ByteBuffer key = ByteBuffer.wrap(entry.key.get());
                byte[] podKey = new byte[key.capacity() - 2 - Long.BYTES];
                key.position(1).get(podKey).get();
                HeldChunk chunk = HeldChunk.decode(entry.value);
                WaitingPod pod = found.computeIfAbsent(
                        new String(podKey, StandardCharsets.UTF_8), name -> new WaitingPod(name, chunk.podSince()));
                Entry queued = new Entry(key.getLong(), chunk.record().length, chunk.payloadBytes());
                enqueue(pod, queued);
                nextSequence = Math.max(nextSequence, queued.sequence + 1);
            }
        }
        List<WaitingPod> oldestFirst = new ArrayList<>(found.values());
        oldestFirst.sort(
                Comparator.comparingLong(WaitingPod::since).thenComparingLong(pod -> pod.queue.element().sequence));
        oldestFirst.forEach(pod -> pods.put(pod.key, pod));
        sums.restored(payloadBytes);
        sums.held(payloadBytes, pods.size());
    }

    /** Says that what is still in the store is no longer this task's. */
    void handOver() {
        sums.handedOver(payloadBytes);
        sums.held(-payloadBytes, -pods.size());
        pods.clear();
        bytes = 0;
        payloadBytes = 0;
    }

    boolean isEmpty() {
        return pods.isEmpty();
    }

    /** Bytes of raw records that wait in this partition. */
    long bytes() {
        return bytes;
    }

    /** The pod if it waits, else {@code null}. */
    WaitingPod waiting(String key) {
        return pods.get(key);
    }

    /** The pod that has waited longest, {@code null} if none waits. */
    WaitingPod oldest() {
        return pods.isEmpty() ? null : pods.values().iterator().next();
    }

    /** The waiting pods as they are now, the longest waiting first. */
    List<WaitingPod> oldestFirst() {
        return List.copyOf(pods.values());
    }

    /**
     * Puts a chunk at the tail of its pod's queue.
     *
     * @param payload bytes of the log file in it
     */
    void add(RawRecord raw, int payload, long now) {
        WaitingPod pod = pods.get(raw.key());
        if (pod == null) {
            pod = new WaitingPod(raw.key(), now);
            pods.put(pod.key, pod);
            sums.held(0, 1);
        }
        HeldChunk chunk = HeldChunk.of(raw, payload, pod.since);
        Entry entry = new Entry(nextSequence++, chunk.record().length, chunk.payloadBytes());
        store.put(storeKey(pod.key, entry.sequence), chunk.encode());
        enqueue(pod, entry);
        sums.held(entry.payloadBytes, 0);
    }

    /** Takes the oldest chunk of a pod out of store and queue; the queue must not be empty. */
    HeldChunk take(WaitingPod pod) {
        Entry entry = pod.queue.remove();
        pod.bytes -= entry.bytes;
        bytes -= entry.bytes;
        payloadBytes -= entry.payloadBytes;
        if (pod.queue.isEmpty()) {
            pods.remove(pod.key);
        }
        sums.held(-entry.payloadBytes, pod.queue.isEmpty() ? -1 : 0);
        return HeldChunk.decode(store.delete(storeKey(pod.key, entry.sequence)));
    }

    private void enqueue(WaitingPod pod, Entry entry) {
        pod.queue.add(entry);
        pod.bytes += entry.bytes;
        bytes += entry.bytes;
        payloadBytes += entry.payloadBytes;
    }

    private static Bytes storeKey(String podKey, long sequence) {
        byte[] name = podKey.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(2 + name.length + Long.BYTES)
                .put(PREFIX)
                .put(name)
                .put((byte) 0)
                .putLong(sequence)
                .array());
    }
}
