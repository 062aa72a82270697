package io.tributary.collector.tail;

import java.io.IOException;

/** A content held open. As long as it is, its inode is given to no other file, and its bytes stay readable whatever becomes of its name. */
final class Handle {

    private FileBytes bytes;
    private Object inode;

    /** Opens what a finder saw; the only place where a log file is opened. */
    void open(FoundFile found, FileOpener opener) throws IOException {
        close();
        bytes = FileBytes.open(found, opener);
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

    /** The content; only while it is open. */
    FileBytes bytes() {
        return bytes;
    }
}
