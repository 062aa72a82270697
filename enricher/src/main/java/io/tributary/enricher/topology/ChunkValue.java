package io.tributary.enricher.topology;

import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.LogChunk;

/**
 * A raw record's value, decoded, with the bytes it came in: these are what is held or dead-lettered.
 *
 * @param bytes as they lie in the raw topic; not to be changed
 * @param chunk what they say
 */
record ChunkValue(byte[] bytes, LogChunk chunk) {

    /** Bytes of the log file in it; 0 for a gap, an end of file or a sign of life. */
    int payloadBytes() {
        return chunk.getPayload() instanceof ChunkBytes data ? data.getData().remaining() : 0;
    }
}
