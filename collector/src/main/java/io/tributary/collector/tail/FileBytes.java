package io.tributary.collector.tail;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;

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

    /** Whether the content may still grow, shrink or be replaced. */
    boolean mayChange();

    /**
     * Opens what a finder saw, never through a link and never anything but a regular file (opening a pipe would block for ever).
     *
     * @throws NoSuchFileException if the path shows another file by now
     */
    static FileBytes open(FoundFile found) throws IOException {
        check(found);
        FileBytes bytes = found.form() == FoundFile.Form.COMPRESSED
                ? CompressedFile.open(found.path())
                : PlainFile.open(found.path());
        try {
            // Java cannot ask an open file for its inode; the same answer before and after opening is as good.
            check(found);
            return bytes;
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    private static void check(FoundFile found) throws IOException {
        BasicFileAttributes now =
                Files.readAttributes(found.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!now.isRegularFile() || !found.fileKey().equals(now.fileKey())) {
            throw new NoSuchFileException(found.path().toString(), null, "another file bears this name by now");
        }
    }
}
