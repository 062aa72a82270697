package io.tributary.collector.chunk;

/** A daily sign of life of a file on the disk; the offset says how far it is acknowledged. */
public record StillHere(LogSource source, FileKey file, long offset, long readTime) implements RawRecord {

    @Override
    public long end() {
        return offset;
    }
}
