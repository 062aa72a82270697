package io.tributary.collector.tail;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.zip.GZIPInputStream;

/**
 * A rotated sibling that was compressed before it was read to its end. It is inflated in one pass; a window of what was inflated last
 * serves the reads that overlap, and only a read before that window starts from the beginning.
 */
final class CompressedFile implements FileBytes {

    /** A file of a few bytes must not keep the node busy for ever; an honest one of blanks is a thousandth of its content. */
    private static final int LIMIT_RATIO = 200;

    private static final int INFLATER_BYTES = 16 * 1024;

    private final FileChannel channel;
    private final long maxBytes;
    private final byte[] window = new byte[StartPosition.MAX_BEFORE + TailConfig.MAX_BYTES + 1];
    private InputStream inflated;
    private long limit;
    private boolean cut;
    private long windowStart;
    private int windowLength;
    private long size = Long.MAX_VALUE;

    /** @param maxBytes content behind it is not read, unless the file itself is large enough */
    CompressedFile(FileChannel channel, long maxBytes) {
        this.channel = channel;
        this.maxBytes = maxBytes;
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
        if (inflated == null || offset < windowStart) {
            restart();
        }
        moveTo(offset);
        fill(target.remaining());
        int n = (int) Math.max(0, Math.min(target.remaining(), windowStart + windowLength - offset));
        target.put(window, 0, n);
        return n;
    }

    private void restart() throws IOException {
        if (inflated != null) {
            inflated.close();
        }
        limit = Math.max(maxBytes, LIMIT_RATIO * channel.size());
        channel.position(0);
        inflated = new GZIPInputStream(new Unclosed(Channels.newInputStream(channel)), INFLATER_BYTES);
        windowStart = 0;
        windowLength = 0;
    }

    /** Lets the window begin at the offset, or at the end of the file if that comes before. */
    private void moveTo(long offset) throws IOException {
        while (windowStart + windowLength < offset) {
            windowStart += windowLength;
            windowLength = 0;
            fill((int) Math.min(window.length, offset - windowStart));
            if (windowLength == 0) {
                return;
            }
        }
        int passed = (int) (offset - windowStart);
        windowLength -= passed;
        System.arraycopy(window, passed, window, 0, windowLength);
        windowStart = offset;
    }

    private void fill(int wanted) throws IOException {
        while (windowLength < wanted) {
            long end = windowStart + windowLength;
            int n = end < limit
                    ? inflated.read(window, windowLength, (int) Math.min(wanted - windowLength, limit - end))
                    : -1;
            if (n < 0) {
                cut = end == limit && inflated.read() >= 0;
                size = end;
                return;
            }
            windowLength += n;
        }
    }

    @Override
    public boolean isCut() {
        return cut;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean mayChange() {
        return false;
    }

    @Override
    public void close() throws IOException {
        if (inflated != null) {
            inflated.close();
        }
        channel.close();
    }

    /** Lets an inflater be given back without closing the file under it. */
    private static final class Unclosed extends FilterInputStream {
        Unclosed(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // The channel outlives the inflater.
        }
    }
}
