package io.tributary.enricher.assembly;

import io.tributary.enricher.assembly.Assembled.Change;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state as it will be: what the store has, and what one record changes of it. */
final class StateChanges {

    private final StateReader store;
    private final Map<String, byte[]> changed = new LinkedHashMap<>();

    StateChanges(StateReader store) {
        this.store = store;
    }

    /** The entry, or {@code null}. */
    byte[] get(String key) {
        return changed.containsKey(key) ? changed.get(key) : store.get(key);
    }

    void put(String key, byte[] value) {
        changed.put(key, value);
    }

    void delete(String key) {
        changed.put(key, null);
    }

    List<Change> list() {
        return changed.entrySet().stream()
                .map(entry -> new Change(entry.getKey(), entry.getValue()))
                .toList();
    }
}
