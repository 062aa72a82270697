package io.tributary.enricher.topology;

import io.tributary.schemas.Topics;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The three stores, all in memory. Their names are part of the contract: the changelog topics are named after them
 * ({@code <application.id>-<store>-changelog}), so a changed name loses the state.
 */
final class StateStores {

    /** Rows of pod metadata by pod key; global, filled from the metadata topic. */
    static final String PODS = "pods";
    /** Chunks that wait for a row, and marks of pods that were given up. */
    static final String HELD = "held";
    /** Known ranges and open partials: see {@code enricher.assembly}. */
    static final String ASSEMBLY = "assembly";

    private StateStores() {}

    static StoreBuilder<KeyValueStore<String, byte[]>> pods() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(PODS), Serdes.String(), Serdes.ByteArray())
                .withLoggingDisabled()
                .withCachingDisabled();
    }

    static StoreBuilder<KeyValueStore<Bytes, byte[]>> held() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(HELD), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(changelog())
                .withCachingDisabled();
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> assembly() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(ASSEMBLY), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(changelog())
                .withCachingDisabled();
    }

    /** A held chunk is larger than its raw record by a small head, and nothing may be refused inside a transaction (protocol 1, 2). */
    private static Map<String, String> changelog() {
        return Map.of(
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(2 * Topics.MAX_MESSAGE_BYTES),
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "LogAppendTime");
    }
}
