package io.tributary.enricher.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The newest state of every key of this cluster, and which keys differ from the topic: a table, not a queue, so that an
 * outage of Kafka costs no memory. A key counts as published only after the commit (protocol 23). Not thread-safe.
 */
final class RowTable {

    /** Most records of one transaction. */
    static final int MAX_RECORDS = 500;
    /** Most bytes of one transaction, but for its last record. */
    static final int MAX_BYTES = 1 << 20;

    private record Deadline(long at, String key) {}

    private final RowCodec codec;
    private final long retentionMs;
    private final Map<String, Row> rows = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Map<String, Long> waiting = new LinkedHashMap<>();
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>(Comparator.comparingLong(Deadline::at));

    /**
     * An empty table.
     *
     * @param retentionMs how long a deleted pod's row stays, in ms
     */
    RowTable(RowCodec codec, long retentionMs) {
        this.codec = codec;
        this.retentionMs = retentionMs;
    }

    /** What should stand under a key; {@code null} if nothing. */
    RowState wanted(String key) {
        Row row = rows.get(key);
        return row == null ? null : row.wanted();
    }

    /** The row of a living pod is to be published. */
    void put(String key, RowState state) {
        waiting.remove(key);
        want(key, state);
    }

    /** As {@link #put}, but not before the given time, unless it was waiting already or is put again without a time. */
    void putLater(String key, RowState state, long notBefore) {
        rows.computeIfAbsent(key, k -> new Row()).want(state);
        changed.remove(key);
        waiting.putIfAbsent(key, notBefore);
    }

    /** All keys that wait do so until this time at least. */
    void waitUntil(long notBefore) {
        waiting.replaceAll((key, at) -> Math.max(at, notBefore));
    }

    /**
     * The pod is deleted: the row keeps its content and is marked, if it is this pod's row and living (protocol 10).
     *
     * @param now ms since the epoch
     */
    void retire(String key, String uid, long now) {
        RowState state = wanted(key);
        if (state == null || !uid.equals(state.uid()) || state.isDeleted()) {
            return;
        }
        waiting.remove(key);
        want(key, codec.encode(PodRows.deleted(codec.decode(state), now)));
        deadlines.add(new Deadline(now + retentionMs, key));
    }

    /** Marks as deleted every row whose pod is not among the living ones. */
    void reconcile(Set<String> living, long now) {
        for (Reconciler.Vanished row : Reconciler.vanished(rows, living)) {
            retire(row.key(), row.uid(), now);
        }
    }

    /** The topic is about to be read from its beginning: nothing counts as published. */
    void startReadBack() {
        rows.values().forEach(row -> row.found(null));
    }

    /** A record of the topic, of this cluster, in the topic's order; {@code null} for a tombstone. */
    void readBack(String key, byte[] value) {
        rows.computeIfAbsent(key, k -> new Row()).found(value == null ? null : codec.read(value));
    }

    /** The topic was read to its end: what differs from it is to be published. */
    void endReadBack() {
        rows.forEach((key, row) -> {
            row.adopt();
            if (row.wanted() != null) {
                if (row.wanted().isDeleted()) {
                    deadlines.add(new Deadline(row.wanted().deletedAt() + retentionMs, key));
                }
                if (!waiting.containsKey(key)) {
                    changed.add(key);
                }
            }
        });
        rows.values().removeIf(Row::isEmpty);
    }

    /**
     * What has to be written now, oldest change first; says the same again until it is {@linkplain #committed committed}.
     *
     * @param now ms since the epoch
     */
    List<Write> batch(long now) {
        release(now);
        List<Write> batch = new ArrayList<>();
        int bytes = 0;
        Iterator<String> keys = changed.iterator();
        while (keys.hasNext() && batch.size() < MAX_RECORDS && bytes < MAX_BYTES) {
            String key = keys.next();
            Row row = rows.get(key);
            Write write = row == null ? null : row.next(key);
            if (write == null) {
                keys.remove();
                forgetIfEmpty(key, row);
            } else {
                batch.add(write);
                bytes += write.size();
            }
        }
        return batch;
    }

    /** These writes are in the topic for good; what changed meanwhile is still to be written. */
    void committed(List<Write> batch) {
        for (Write write : batch) {
            Row row = rows.get(write.key());
            if (row != null) {
                row.committed(write);
                if (row.next(write.key()) == null) {
                    changed.remove(write.key());
                    forgetIfEmpty(write.key(), row);
                }
            }
        }
    }

    private void want(String key, RowState state) {
        rows.computeIfAbsent(key, k -> new Row()).want(state);
        changed.add(key);
    }

    private void release(long now) {
        waiting.entrySet().removeIf(entry -> {
            boolean due = entry.getValue() <= now;
            if (due) {
                changed.add(entry.getKey());
            }
            return due;
        });
        while (!deadlines.isEmpty() && deadlines.peek().at() <= now) {
            String key = deadlines.poll().key();
            RowState state = wanted(key);
            // The key may have come to life again, or have died once more since.
            if (state != null && state.isDeleted() && state.deletedAt() + retentionMs <= now) {
                rows.get(key).erase();
                changed.add(key);
            }
        }
    }

    private void forgetIfEmpty(String key, Row row) {
        if (row != null && row.isEmpty()) {
            rows.remove(key);
        }
    }
}
