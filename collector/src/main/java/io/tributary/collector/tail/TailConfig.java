package io.tributary.collector.tail;

import java.time.Duration;

/**
 * How files are followed.
 *
 * @param cluster goes into every file id
 * @param chunkMaxBytes 1 to 131,072
 * @param pollInterval how soon a file that just grew is looked at again
 * @param scanInterval how often all directories are read whatever notifications say
 * @param grace how long nothing must have been added before a file's end is believed
 * @param deletedMaxBytes so many bytes of deleted files may stay on the disk because they are held open
 * @param inflatedMaxBytes a compressed file is read up to so many bytes of its content, and up to 200 times its own size if that is more
 */
public record TailConfig(
        String cluster,
        int chunkMaxBytes,
        Duration pollInterval,
        Duration scanInterval,
        Duration grace,
        long deletedMaxBytes,
        long inflatedMaxBytes) {

    /** At most so many bytes of the first line count for a file's id, and no chunk is longer. */
    public static final int MAX_BYTES = 128 * 1024;

    private static final long GIB = 1L << 30;

    /** Checks the ranges. */
    public TailConfig {
        if (chunkMaxBytes < 1 || chunkMaxBytes > MAX_BYTES) {
            throw new IllegalArgumentException("chunk size is " + chunkMaxBytes + ": use 1 to " + MAX_BYTES + " bytes");
        }
    }

    /** The defaults for a cluster. */
    public static TailConfig of(String cluster) {
        return new TailConfig(
                cluster, 64 * 1024, Duration.ofMillis(20), Duration.ofSeconds(10), Duration.ofSeconds(10), GIB, GIB);
    }
}
