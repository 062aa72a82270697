package io.tributary.enricher.watch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Facts of all objects of one kind that pods' rows show, and which pods show them, so that these can be published again
 * when the facts change. An object that is gone is kept as long as pods show it: its deletion may be heard before theirs.
 */
final class FactsIndex<F> {

    private final class Entry {
        private String uid;
        private F facts;
        private boolean gone;
        private final Set<String> pods = new HashSet<>();
    }

    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, String> keyByUid = new HashMap<>();

    /** What is known under a key, {@code null} if nothing yet. */
    F facts(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.facts;
    }

    /** The uid of the object under a key, {@code null} if none is known. */
    String uid(String key) {
        Entry entry = entries.get(key);
        return entry == null ? null : entry.uid;
    }

    /** Takes new facts and gives back the uids of the pods whose rows they change; empty if nothing changed. */
    Set<String> upsert(String key, String uid, F facts) {
        Entry entry = entries.computeIfAbsent(key, k -> new Entry());
        if (entry.uid != null && !entry.uid.equals(uid)) {
            keyByUid.remove(entry.uid);
        }
        entry.uid = uid;
        entry.gone = false;
        keyByUid.put(uid, key);
        if (facts.equals(entry.facts)) {
            return Set.of();
        }
        entry.facts = facts;
        return Set.copyOf(entry.pods);
    }

    /** Forgets the object with this uid, at once or when the last pod that shows it is gone. */
    void delete(String uid) {
        String key = keyByUid.remove(uid);
        if (key != null) {
            entries.get(key).gone = true;
            forgetIfUnused(key);
        }
    }

    /** Forgets all objects but these, as {@link #delete} does. */
    void retain(Set<String> uids) {
        Set.copyOf(keyByUid.keySet()).stream()
                .filter(uid -> !uids.contains(uid))
                .forEach(this::delete);
    }

    /** A pod shows the object under a key, which need not be known. */
    void podAdded(String key, String pod) {
        entries.computeIfAbsent(key, k -> new Entry()).pods.add(pod);
    }

    /** A pod shows it no more. */
    void podRemoved(String key, String pod) {
        Entry entry = entries.get(key);
        if (entry != null && entry.pods.remove(pod)) {
            forgetIfUnused(key);
        }
    }

    /** How many objects exist. */
    int size() {
        return keyByUid.size();
    }

    private void forgetIfUnused(String key) {
        Entry entry = entries.get(key);
        if (entry.pods.isEmpty() && (entry.gone || entry.facts == null)) {
            entries.remove(key);
        }
    }
}
