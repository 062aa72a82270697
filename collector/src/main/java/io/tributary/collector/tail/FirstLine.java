package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/**
 * What a file's id was taken from.
 *
 * @param skipped how many NUL and newline bytes stand before the line
 * @param length how many of the line's bytes count, at most 128 KiB
 * @param unfinished whether the line had no end when it was believed to be final
 * @param first the line's first bytes, up to 64
 * @param last the last of the bytes that count, up to 64
 * @param time the runtime's time stamp, only to sort by; {@code null} when there is none
 */
record FirstLine(FileId id, long skipped, int length, boolean unfinished, byte[] first, byte[] last, Instant time) {

    private static final int EDGE = StartPosition.MAX_BEFORE;

    static FirstLine of(FileId id, long skipped, byte[] line, int length, boolean unfinished) {
        return new FirstLine(
                id,
                skipped,
                length,
                unfinished,
                Arrays.copyOf(line, Math.min(EDGE, length)),
                Arrays.copyOfRange(line, Math.max(0, length - EDGE), length),
                FirstLineTime.in(line, length));
    }

    /** Bytes of the line that the id was taken from when it was unfinished, else -1: as a checkpoint keeps it. */
    int idLength() {
        return unfinished ? length : -1;
    }

    /** Whether the file still begins with this line, as far as the line's edges tell. */
    boolean stillIn(FileBytes bytes, ByteBuffer scratch) throws IOException {
        return !bytes.mayChange()
                || (matches(bytes, skipped, first, scratch)
                        && (length <= EDGE || matches(bytes, skipped + length - last.length, last, scratch)));
    }

    private static boolean matches(FileBytes bytes, long offset, byte[] expected, ByteBuffer scratch)
            throws IOException {
        scratch.clear().limit(expected.length);
        bytes.read(offset, scratch);
        return scratch.flip().equals(ByteBuffer.wrap(expected));
    }
}
