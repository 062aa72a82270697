package io.tributary.enricher.watch;

import java.util.Objects;

/**
 * One record for the metadata topic.
 *
 * @param key {@code cluster/pod directory name}
 * @param state what the row says; for a tombstone, what it said
 * @param tombstone whether the row is taken out of the topic
 */
record Write(String key, RowState state, boolean tombstone) {

    Write {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(state, "state is null");
    }

    /** The record's value, {@code null} for a tombstone. */
    byte[] value() {
        return tombstone ? null : state.content();
    }

    /** Its size in the topic, roughly, in bytes. */
    int size() {
        return key.length() + (tombstone ? 0 : state.content().length);
    }
}
