package io.tributary.enricher.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * The newest state of every key of this cluster, and which keys differ from the topic: a table, not a queue, so that an
 * outage of Kafka costs no memory. A key counts as published only after the commit (protocol 23). Not thread-safe.
 */
final class RowTable {

    /** Most records of one transaction. */
    static final int MAX_RECORDS = 500;
    /** Most bytes of one transaction, but for its last record. */
    static final int MAX_BYTES = 1 << 20;

    /**
     * What has to be written now.
     *
     * @param isAll whether nothing else has
     */
    record Batch(List<Write> writes, boolean isAll) {

        boolean isEmpty() {
            return writes.isEmpty();
        }
    }

    /**
     * How long, and how many, rows of deleted pods stay.
     *
     * @param retentionMs in ms
     * @param max beyond so many the longest deleted go first (protocol 15)
     * @param onDropped told how many went before their time
     */
    record Retention(long retentionMs, int max, IntConsumer onDropped) {}

    private record Deleted(long at, String key) {}

    private final RowCodec codec;
    private final Retention retention;
    private final Map<String, Row> rows = new HashMap<>();
    private final Set<String> changed = new LinkedHashSet<>();
    private final Map<String, Long> waiting = new LinkedHashMap<>();
    private final NavigableSet<Deleted> deleted =
            new TreeSet<>(Comparator.comparingLong(Deleted::at).thenComparing(Deleted::key));

    /** An empty table. */
    RowTable(RowCodec codec, Retention retention) {
        this.codec = codec;
        this.retention = retention;
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
        set(key, state);
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

    /**
     * The topic was read to its end: what differs from it is to be published.
     *
     * @return in how many rows it differs
     */
    int endReadBack() {
        int differing = 0;
        deleted.clear();
        for (Map.Entry<String, Row> entry : rows.entrySet()) {
            String key = entry.getKey();
            Row row = entry.getValue();
            row.adopt();
            if (row.next(key) != null && !waiting.containsKey(key)) {
                changed.add(key);
                differing++;
            }
            note(key, row.wanted());
        }
        rows.values().removeIf(Row::isEmpty);
        return differing;
    }

    /**
     * What has to be written now, oldest change first; says the same again until it is {@linkplain #committed committed}.
     *
     * @param now ms since the epoch
     */
    Batch batch(long now) {
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
        return new Batch(batch, !keys.hasNext());
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
        set(key, state);
        changed.add(key);
    }

    private void set(String key, RowState state) {
        Row row = rows.computeIfAbsent(key, k -> new Row());
        RowState former = row.wanted();
        if (former != null && former.isDeleted()) {
            deleted.remove(new Deleted(former.deletedAt(), key));
        }
        row.want(state);
        note(key, state);
    }

    private void note(String key, RowState state) {
        if (state != null && state.isDeleted()) {
            deleted.add(new Deleted(state.deletedAt(), key));
        }
    }

    private void release(long now) {
        waiting.entrySet().removeIf(entry -> {
            boolean due = entry.getValue() <= now;
            if (due) {
                changed.add(entry.getKey());
            }
            return due;
        });
        while (!deleted.isEmpty() && deleted.first().at() + retention.retentionMs() <= now) {
            erase(deleted.pollFirst().key());
        }
        int tooMany = deleted.size() - retention.max();
        for (int i = 0; i < tooMany; i++) {
            erase(deleted.pollFirst().key());
        }
        if (tooMany > 0) {
            retention.onDropped().accept(tooMany);
        }
    }

    private void erase(String key) {
        rows.get(key).erase();
        changed.add(key);
    }

    private void forgetIfEmpty(String key, Row row) {
        if (row != null && row.isEmpty()) {
            rows.remove(key);
        }
    }
}
