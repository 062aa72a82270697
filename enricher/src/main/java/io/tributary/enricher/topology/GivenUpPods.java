package io.tributary.enricher.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The pods that had their wait and are not waited for again until their row comes, kept in the store under {@code g<pod key>}.
 * A pod that was silent for a day is forgotten, so that the number is bounded by the pods that write; it would wait once more.
 */
final class GivenUpPods {

    private static final byte PREFIX = 'g';
    private static final long FORGET_AFTER = Duration.ofDays(1).toMillis();
    private static final long NOTE_EVERY = Duration.ofHours(1).toMillis();

    private final KeyValueStore<Bytes, byte[]> store;
    private final Map<String, Mark> marks = new HashMap<>();

    private record Mark(String reason, long lastHeard) {}

    GivenUpPods(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Reads the marks out of the store; to be called once, before anything else. */
    void restore() {
        try (KeyValueIterator<Bytes, byte[]> entries = store.prefixScan(new byte[] {PREFIX}, (topic, data) -> data)) {
            while (entries.hasNext()) {
                KeyValue<Bytes, byte[]> entry = entries.next();
                byte[] key = entry.key.get();
                long lastHeard = ByteBuffer.wrap(entry.value).getLong();
                String reason =
                        new String(entry.value, Long.BYTES, entry.value.length - Long.BYTES, StandardCharsets.UTF_8);
                marks.put(new String(key, 1, key.length - 1, StandardCharsets.UTF_8), new Mark(reason, lastHeard));
            }
        }
    }

    /** Why the pod was given up; {@code null} if it was not. */
    String reason(String key) {
        Mark mark = marks.get(key);
        return mark == null ? null : mark.reason;
    }

    /** Marks a pod, or notes that a marked one was heard of. */
    void mark(String key, String reason, long now) {
        Mark known = marks.get(key);
        if (known != null && now - known.lastHeard < NOTE_EVERY) {
            return;
        }
        marks.put(key, new Mark(reason, now));
        byte[] label = reason.getBytes(StandardCharsets.UTF_8);
        store.put(
                storeKey(key),
                ByteBuffer.allocate(Long.BYTES + label.length)
                        .putLong(now)
                        .put(label)
                        .array());
    }

    /** Takes the mark away because the row came. */
    void unmark(String key) {
        if (marks.remove(key) != null) {
            store.delete(storeKey(key));
        }
    }

    /** Forgets pods that have been silent for a day. */
    void forgetSilent(long now) {
        List<String> silent = new ArrayList<>();
        marks.forEach((key, mark) -> {
            if (now - mark.lastHeard > FORGET_AFTER) {
                silent.add(key);
            }
        });
        silent.forEach(this::unmark);
    }

    private static Bytes storeKey(String podKey) {
        byte[] name = podKey.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(
                ByteBuffer.allocate(1 + name.length).put(PREFIX).put(name).array());
    }
}
