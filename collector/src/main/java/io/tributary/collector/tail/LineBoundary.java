package io.tributary.collector.tail;

/** Where a chunk is cut: behind the last newline, or anywhere when one line is longer than a chunk. */
final class LineBoundary {

    private static final byte NEWLINE = '\n';

    private LineBoundary() {}

    /**
     * The end of the chunk that starts at an index.
     *
     * @param start index of the chunk's first byte
     * @param end index behind the last byte read
     * @param max the largest chunk; when so much is there without a newline, the line is cut
     * @return index behind the chunk's last byte; {@code start} when only the beginning of a line is there
     */
    static int cut(byte[] bytes, int start, int end, int max) {
        int limit = Math.min(end, start + max);
        for (int i = limit - 1; i >= start; i--) {
            if (bytes[i] == NEWLINE) {
                return i + 1;
            }
        }
        return limit - start == max ? limit : start;
    }
}
