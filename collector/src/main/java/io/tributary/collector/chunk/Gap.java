package io.tributary.collector.chunk;

import io.tributary.schemas.GapCause;

/**
 * A range that was destroyed before it could be read.
 *
 * @param knownEnd position behind the last missing byte, or -1 when not known
 * @param lowerBound at least so many bytes are missing
 */
public record Gap(
        LogSource source, FileKey file, long offset, long knownEnd, long lowerBound, GapCause cause, long readTime)
        implements RawRecord {

    @Override
    public long end() {
        return knownEnd < 0 ? offset : knownEnd;
    }
}
