package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Slice;
import io.tributary.enricher.parse.LineEnds;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.LogChunk;
import java.nio.ByteBuffer;

/**
 * A chunk's bytes, addressed by their position in the file.
 *
 * @param data the bytes
 * @param offset position of the first of them
 * @param startsAtLine whether a newline stands before
 */
record ChunkText(Slice data, long offset, boolean startsAtLine) {

    static ChunkText of(LogChunk chunk, ChunkBytes payload) {
        ByteBuffer buffer = payload.getData();
        if (!buffer.hasArray()) {
            byte[] copy = new byte[buffer.remaining()];
            buffer.duplicate().get(copy);
            return new ChunkText(Slice.of(copy), chunk.getOffset(), payload.getStartsAtLine());
        }
        int from = buffer.arrayOffset() + buffer.position();
        Slice data = new Slice(buffer.array(), from, from + buffer.remaining());
        return new ChunkText(data, chunk.getOffset(), payload.getStartsAtLine());
    }

    /** Position behind the last byte. */
    long end() {
        return Math.addExact(offset, data.length());
    }

    /** Whether a line starts at a position; only the runtime writes what stands there. */
    boolean startsLine(long position) {
        return position == 0 || (position == offset ? startsAtLine : data.array()[index(position) - 1] == '\n');
    }

    /** Position of the next newline from a position on; {@code to} if there is none before. */
    long lineEnd(long from, long to) {
        return offset + LineEnds.next(data.array(), index(from), index(to)) - data.from();
    }

    /** Where in the array a position is. */
    int index(long position) {
        return data.from() + (int) (position - offset);
    }
}
