package io.tributary.collector.checkpoint;

import io.tributary.collector.chunk.FileKey;
import java.util.Objects;

/**
 * What is remembered of one file across restarts.
 *
 * @param podDirectory with container and restart: whose log it is
 * @param path where it was last seen, for people
 * @param offset everything below it is safely in Kafka
 * @param before up to 64 bytes that precede the offset
 * @param idLength bytes that the id was taken from when the first line was unfinished for good, else -1
 * @param finished whether it was read to its end and the centre was told so
 * @param seen when it was last met on the disk, milliseconds since 1970
 * @param gone when it was found to be no longer on the disk, milliseconds since 1970; 0 while it is there
 */
public record SavedFile(
        FileKey file,
        String podDirectory,
        String container,
        int restart,
        String path,
        long offset,
        byte[] before,
        int idLength,
        boolean finished,
        long seen,
        long gone) {

    /** Checks the numbers. */
    public SavedFile {
        Objects.requireNonNull(file, "file is null");
        Objects.requireNonNull(podDirectory, "podDirectory is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(path, "path is null");
        if (offset < 0 || file.generation() < 0) {
            throw new IllegalArgumentException(
                    "offset is " + offset + " and generation " + file.generation() + ": neither can be below 0");
        }
    }

    SavedFile seenAt(long millis) {
        return new SavedFile(
                file, podDirectory, container, restart, path, offset, before, idLength, finished, millis, 0);
    }

    SavedFile goneAt(long millis) {
        return new SavedFile(
                file, podDirectory, container, restart, path, offset, before, idLength, finished, seen, millis);
    }
}
