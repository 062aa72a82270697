package io.tributary.collector.chunk;

import java.nio.ByteBuffer;

/**
 * Contiguous bytes of one file, ending at a newline unless one line is longer than a chunk.
 *
 * @param startsAtLine whether the byte before is a newline or the offset is 0
 * @param data the bytes between position and limit; the array is used again, so it is only valid while {@link ChunkSink#accept} runs
 */
public record Chunk(LogSource source, FileKey file, long offset, boolean startsAtLine, ByteBuffer data, long readTime)
        implements RawRecord {

    @Override
    public long end() {
        return offset + data.remaining();
    }
}
