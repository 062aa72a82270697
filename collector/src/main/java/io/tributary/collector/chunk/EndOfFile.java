package io.tributary.collector.chunk;

/**
 * A statement that nothing more is expected of a file; not a lock.
 *
 * @param offset final size, or what was read of it when the size is not known
 * @param sizeKnown whether the offset is the final size
 * @param gone whether the file is no longer on the disk
 * @param instanceOver whether no further file of this container instance can come
 */
public record EndOfFile(
        LogSource source,
        FileKey file,
        long offset,
        boolean sizeKnown,
        boolean gone,
        boolean instanceOver,
        long readTime)
        implements RawRecord {

    @Override
    public long end() {
        return offset;
    }
}
