package io.tributary.collector.tail;

import io.tributary.collector.chunk.LogSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads on in a file and hands chunks over. Each read starts up to 64 bytes before the position and compares them, and compares the
 * first line afterwards; if anything differs, nothing of that read leaves.
 */
final class ChunkReader {

    private final int chunkMax;
    private final Handover handover;
    private final byte[] array;
    private final ByteBuffer buffer;
    private final ByteBuffer scratch = ByteBuffer.allocate(StartPosition.MAX_BEFORE);
    private int spent;
    private int held;

    /** The array is used during each call only. */
    ChunkReader(int chunkMax, Handover handover, byte[] array) {
        this.chunkMax = chunkMax;
        this.handover = handover;
        this.array = array;
        this.buffer = ByteBuffer.wrap(array);
    }

    /** How a turn ended. */
    enum Outcome {
        /** The budget is spent and there is more. */
        MORE,
        /** There is no more now, but perhaps the beginning of a line. */
        END,
        /** The sink takes nothing now. */
        NO_ROOM,
        /** The file is not the one that was read so far. */
        CHANGED
    }

    /** Reads until the end or until the budget is spent. */
    Outcome read(FoundFile found, FileBytes bytes, FirstLine firstLine, Cursor cursor, Turn turn) throws IOException {
        LogSource source = found.source();
        spent = 0;
        held = 0;
        boolean complete = turn.complete();
        while (spent < turn.budget()) {
            if (!handover.isOpen(source)) {
                return Outcome.NO_ROOM;
            }
            int max = Math.min(chunkMax, handover.largestChunk());
            int overlap = cursor.before().length;
            int available = readOverlapping(bytes, cursor, max);
            if (available < 0 || !firstLine.stillIn(bytes, scratch)) {
                return Outcome.CHANGED;
            }
            int end = overlap + available;
            int cut = LineBoundary.cut(array, overlap, end, max);
            if (cut == overlap && complete) {
                cut = end;
            }
            if (cut == overlap) {
                held = available;
                return Outcome.END;
            }
            cursor.chunk(found, buffer.limit(cut).position(overlap));
            spent += cut - overlap;
            if (available < max && (cut == end || !complete)) {
                held = end - cut;
                return Outcome.END;
            }
        }
        return Outcome.MORE;
    }

    /** Whether the file is still the one that was read so far, as far as the bytes before the position and the first line tell. */
    boolean isUnchanged(FileBytes bytes, FirstLine firstLine, Cursor cursor) throws IOException {
        return readOverlapping(bytes, cursor, 0) >= 0 && firstLine.stillIn(bytes, scratch);
    }

    /** Fills the buffer with the bytes before the position and those behind it; the number of the latter, or -1 if the former differ. */
    private int readOverlapping(FileBytes bytes, Cursor cursor, int max) throws IOException {
        byte[] before = cursor.before();
        int overlap = before.length;
        buffer.clear().limit(overlap + max);
        int n = bytes.read(cursor.position() - overlap, buffer);
        boolean same = n >= overlap && Arrays.equals(array, 0, overlap, before, 0, overlap);
        return same ? n - overlap : -1;
    }

    /** Bytes handed over in the last turn. */
    int spent() {
        return spent;
    }

    /** Bytes of an unfinished line that the last turn left at the end. */
    int held() {
        return held;
    }
}
