package io.tributary.collector.tail;

import io.tributary.collector.chunk.LogSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A regular file that a finder saw.
 *
 * @param source whose log it is
 * @param path where it can be opened without following a link
 * @param directory the container's directory: while it exists, more of that container may come
 * @param fileKey device and inode; a hint that holds while the file is open
 * @param size bytes on the disk when it was seen
 * @param form how it stands in its container's row of files
 */
public record FoundFile(LogSource source, Path path, Path directory, Object fileKey, long size, Form form) {

    /** Whether the same file is still there under its path, with another size than this. */
    boolean hasChangedFrom(long size) throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return fileKey.equals(now.fileKey()) && now.size() != size;
        } catch (NoSuchFileException e) {
            return false; // The next listing tells where it went, or that it is gone.
        }
    }

    /** How a file stands among those of its container instance. */
    public enum Form {
        /** The name that the runtime writes to. */
        CURRENT,
        /** Renamed away; may still grow until the runtime opens a new one. */
        ROTATED,
        /** Rotated and compressed with gzip; final. */
        COMPRESSED
    }
}
