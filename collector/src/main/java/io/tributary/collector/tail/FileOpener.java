package io.tributary.collector.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;

/** Opens what a {@link FileFinder} saw. Whoever writes to the log folders may change them at any moment between the two. */
@FunctionalInterface
public interface FileOpener {

    /**
     * Opens a file for reading: the one that was seen or none, never through a link, and nothing but a regular file, for opening a
     * pipe would block for ever.
     *
     * @throws NoSuchFileException if the path shows another file by now, or none
     * @throws FileRefusedException if the file must not be read
     */
    FileChannel open(FoundFile found) throws IOException;
}
