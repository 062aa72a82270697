package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Slice;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of something unfinished. What one record adds is one entry of the state, so that no entry is larger than a record and none is ever rewritten
 * (protocol 2).
 */
final class Pieces {

    static final String PREFIX = "p/";

    private final String owner;
    private final List<Slice> added = new ArrayList<>();
    private int stored;

    /**
     * The pieces of an owner.
     *
     * @param owner makes the keys of the entries, with a number behind
     * @param stored how many entries there are
     */
    Pieces(String owner, int stored) {
        this.owner = owner;
        this.stored = stored;
    }

    void add(byte[] array, int from, int to) {
        if (from < to) {
            added.add(new Slice(array, from, to));
        }
    }

    /** Number of entries in the state. */
    int stored() {
        return stored;
    }

    /** All bytes; not copied if they lie in one place. */
    Slice join(StateChanges state) {
        List<Slice> all = new ArrayList<>(stored + added.size());
        for (int i = 0; i < stored; i++) {
            byte[] entry = state.get(key(i));
            if (entry == null) {
                throw new IllegalStateException(
                        "assembly state misses " + key(i) + ": the changelog is damaged; reset the application");
            }
            all.add(new Slice(entry, 1, entry.length));
        }
        all.addAll(added);
        return all.size() == 1 ? all.get(0) : concat(all);
    }

    /** Removes all. */
    void drop(StateChanges state) {
        for (int i = 0; i < stored; i++) {
            state.delete(key(i));
        }
        stored = 0;
        added.clear();
    }

    /** Puts what was added into the state. */
    void save(StateChanges state) {
        if (added.isEmpty()) {
            return;
        }
        Slice bytes = concat(added);
        byte[] entry = new byte[bytes.length() + 1];
        entry[0] = StateOutput.VERSION;
        System.arraycopy(bytes.array(), bytes.from(), entry, 1, bytes.length());
        state.put(key(stored), entry);
        stored++;
        added.clear();
    }

    private String key(int number) {
        return PREFIX + owner + '/' + number;
    }

    private static Slice concat(List<Slice> slices) {
        byte[] all = new byte[slices.stream().mapToInt(Slice::length).sum()];
        int at = 0;
        for (Slice slice : slices) {
            System.arraycopy(slice.array(), slice.from(), all, at, slice.length());
            at += slice.length();
        }
        return Slice.of(all);
    }
}
