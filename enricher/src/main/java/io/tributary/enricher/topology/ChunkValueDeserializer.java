package io.tributary.enricher.topology;

import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.LogChunk;
import org.apache.kafka.common.serialization.Deserializer;

/** Decodes raw records and keeps their bytes beside. */
final class ChunkValueDeserializer implements Deserializer<ChunkValue> {

    private final SingleObjectSerde<LogChunk> chunks = SingleObjectSerde.logChunk();

    @Override
    public ChunkValue deserialize(String topic, byte[] data) {
        return data == null ? null : new ChunkValue(data, chunks.deserialize(topic, data));
    }
}
