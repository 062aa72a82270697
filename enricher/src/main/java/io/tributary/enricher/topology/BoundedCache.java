package io.tributary.enricher.topology;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what was used last; for one thread. */
final class BoundedCache<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private static final int INITIAL = 16;
    private static final float LOAD = 0.75f;

    private final int limit;

    /** @param limit most entries, 1 or more */
    BoundedCache(int limit) {
        super(INITIAL, LOAD, true);
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > limit;
    }
}
