package io.tributary.collector.tail;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** An open file's content, addressed by the offset in the uncompressed file. */
sealed interface FileBytes extends Closeable permits PlainFile, CompressedFile {

    /**
     * Reads from an offset until the target is full or the end is reached.
     *
     * @return how many bytes were read, 0 at the end
     */
    int read(long offset, ByteBuffer target) throws IOException;

    /** How many bytes there are now; {@link Long#MAX_VALUE} as long as that is not known. */
    long size() throws IOException;

    /** Whether the content goes on behind its size, where it is not read any more. */
    default boolean isCut() {
        return false;
    }

    /** Whether the content may still grow, shrink or be replaced. */
    boolean mayChange();

    /** The content of what a finder saw and an opener opened. */
    static FileBytes of(FoundFile found, FileChannel channel, long inflatedMaxBytes) throws IOException {
        return found.form() == FoundFile.Form.COMPRESSED
                ? new CompressedFile(channel, inflatedMaxBytes)
                : new PlainFile(channel);
    }
}
