package io.tributary.enricher.watch;

import io.tributary.schemas.record.NamespaceFacts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The facts of every namespace, and which pods live in it, so that they can be published again when the facts change.
 * A namespace that is gone is kept as long as pods live in it: its deletion may be heard before theirs.
 */
final class NamespaceIndex {

    private static final class Entry {
        private NamespaceFacts facts;
        private boolean gone;
        private final Set<String> pods = new HashSet<>();
    }

    private final Map<String, Entry> namespaces = new HashMap<>();

    /** What is known of a namespace, {@code null} if nothing yet. */
    NamespaceFacts facts(String name) {
        Entry entry = namespaces.get(name);
        return entry == null ? null : entry.facts;
    }

    /** Takes new facts and gives back the uids of the pods whose rows they change; empty if nothing changed. */
    Set<String> upsert(String name, NamespaceFacts facts) {
        Entry entry = namespaces.computeIfAbsent(name, n -> new Entry());
        entry.gone = false;
        if (facts.equals(entry.facts)) {
            return Set.of();
        }
        entry.facts = facts;
        return Set.copyOf(entry.pods);
    }

    /** Forgets the namespace with this uid, at once or when its last pod is gone. */
    void delete(String uid) {
        namespaces.values().stream()
                .filter(entry -> entry.facts != null && entry.facts.getUid().equals(uid))
                .forEach(entry -> entry.gone = true);
        forgetEmpty();
    }

    /** Forgets all namespaces but these, as {@link #delete} does. */
    void retain(Set<String> uids) {
        for (Entry entry : namespaces.values()) {
            if (entry.facts != null && !uids.contains(entry.facts.getUid())) {
                entry.gone = true;
            }
        }
        forgetEmpty();
    }

    /** A pod lives in the namespace. */
    void podAdded(String name, String uid) {
        namespaces.computeIfAbsent(name, n -> new Entry()).pods.add(uid);
    }

    /** A pod lives there no more. */
    void podRemoved(String name, String uid) {
        Entry entry = namespaces.get(name);
        if (entry != null && entry.pods.remove(uid) && isForgettable(entry)) {
            namespaces.remove(name);
        }
    }

    /** How many namespaces exist. */
    int size() {
        return (int) namespaces.values().stream()
                .filter(entry -> entry.facts != null && !entry.gone)
                .count();
    }

    private void forgetEmpty() {
        namespaces.values().removeIf(NamespaceIndex::isForgettable);
    }

    private static boolean isForgettable(Entry entry) {
        return entry.pods.isEmpty() && (entry.gone || entry.facts == null);
    }
}
