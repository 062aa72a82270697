package io.tributary.collector.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** A content held open. As long as it is, its inode is given to no other file, and its bytes stay readable whatever becomes of its name. */
final class Handle {

    private FileBytes bytes;
    private Object inode;

    /** Goes on with what a finder saw and an opener opened. */
    void hold(FoundFile found, FileChannel channel, long inflatedMaxBytes) throws IOException {
        close();
        bytes = FileBytes.of(found, channel, inflatedMaxBytes);
        inode = found.fileKey();
    }

    /** Goes on with what another one opened, which then holds nothing. */
    void take(Handle other) throws IOException {
        close();
        bytes = other.bytes;
        inode = other.inode;
        other.bytes = null;
    }

    void close() throws IOException {
        if (bytes != null) {
            FileBytes open = bytes;
            bytes = null;
            open.close();
        }
    }

    boolean isOpen() {
        return bytes != null;
    }

    /** Whether it is this file that is open, under whatever name. */
    boolean isOpenAs(FoundFile seen) {
        return bytes != null && seen.fileKey().equals(inode);
    }

    /** Whether it was this file that was open last; no proof that it still is, for its inode may have been given to another. */
    boolean wasOpenAs(FoundFile seen) {
        return inode != null && inode.equals(seen.fileKey());
    }

    /** Whether it is open and exactly so large; no if that cannot be told now. */
    boolean isOfSize(long size) {
        try {
            return bytes != null && bytes.size() == size;
        } catch (IOException e) {
            return false; // Whoever reads it next runs into the same and tells of it.
        }
    }

    /** The content; only while it is open. */
    FileBytes bytes() {
        return bytes;
    }
}
