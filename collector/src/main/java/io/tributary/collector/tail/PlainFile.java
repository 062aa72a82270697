package io.tributary.collector.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file as the runtime writes it. */
final class PlainFile implements FileBytes {

    private final FileChannel channel;

    PlainFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining()) {
            int n = channel.read(target, offset + total);
            if (n <= 0) {
                break;
            }
            total += n;
        }
        return total;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public boolean mayChange() {
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
