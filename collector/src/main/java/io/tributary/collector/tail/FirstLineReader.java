package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.LogSource;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads a file's first line and names the file by it; says nothing before the line is complete, long enough or final. */
final class FirstLineReader {

    private static final int MAX = TailConfig.MAX_BYTES;
    private static final int READS_PER_TURN = 64;

    /** So many bytes are passed over at a time. */
    static final long BLANK_PER_TURN = (long) READS_PER_TURN * (StartPosition.MAX_BEFORE + MAX + 1);

    private final Fingerprint fingerprint;
    private final StartPositions starts;
    private final byte[] line;
    private final ByteBuffer buffer;

    /** The array is used during each call only; it must hold 128 KiB and one byte more. */
    FirstLineReader(String cluster, StartPositions starts, byte[] line) {
        this.fingerprint = new Fingerprint(cluster);
        this.starts = starts;
        this.line = line;
        this.buffer = ByteBuffer.wrap(line);
    }

    /**
     * Passes over leading NUL and newline bytes, for some megabytes at a time: a writer that keeps its offset over a truncation
     * leaves a hole of any size.
     *
     * @param from where the last call stopped, 0 at first
     * @return offset of the first other byte, or where this call stopped
     */
    long skipBlank(FileBytes bytes, long from) throws IOException {
        long offset = from;
        for (int i = 0; i < READS_PER_TURN; i++) {
            int n = bytes.read(offset, buffer.clear());
            for (int k = 0; k < n; k++) {
                byte b = buffer.get(k);
                if (b != 0 && b != '\n') {
                    return offset + k;
                }
            }
            offset += n;
            if (n < buffer.capacity()) {
                break;
            }
        }
        return offset;
    }

    /**
     * The first line.
     *
     * @param skipped what {@link #skipBlank} gave
     * @param complete whether nothing more can come, so that what is there is the first line
     * @return {@code null} while there is no first line yet
     */
    FirstLine read(LogSource source, FileBytes bytes, long skipped, boolean complete) throws IOException {
        int n = bytes.read(skipped, buffer.clear().limit(MAX + 1));
        int length = 0;
        while (length < n && length < MAX && line[length] != '\n') {
            length++;
        }
        for (int earlier : starts.unfinishedFirstLines(source)) {
            if (earlier <= length && isKnown(fingerprint.of(source, skipped, line, earlier), earlier)) {
                return firstLine(source, skipped, line, earlier, true);
            }
        }
        boolean ended = length < n || length == MAX;
        if (ended || (complete && (skipped > 0 || length > 0))) {
            return firstLine(source, skipped, line, length, !ended);
        }
        return null;
    }

    /** The first line again, of a file whose id was taken from the first bytes of an unfinished one; {@code null} if it is shorter. */
    FirstLine readUnfinished(LogSource source, FileBytes bytes, long skipped, int length) throws IOException {
        int n = bytes.read(skipped, buffer.clear().limit(length));
        return n < length ? null : firstLine(source, skipped, line, length, true);
    }

    private FirstLine firstLine(LogSource source, long skipped, byte[] line, int length, boolean unfinished) {
        return FirstLine.of(fingerprint.of(source, skipped, line, length), skipped, line, length, unfinished);
    }

    private boolean isKnown(FileId id, int length) {
        StartPosition start = starts.of(id);
        return start != null && start.idLength() == length;
    }
}
