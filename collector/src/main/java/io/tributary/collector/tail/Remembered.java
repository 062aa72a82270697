package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileKey;
import java.nio.file.Path;

/**
 * A file that an earlier run of the collector followed.
 *
 * @param podDirectory with container and restart: whose log it is
 * @param path where it was last seen
 * @param start how far it is acknowledged
 */
public record Remembered(
        FileKey file, String podDirectory, String container, int restart, Path path, StartPosition start) {}
