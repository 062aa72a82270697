package io.tributary.collector.chunk;

/** What is said of one file: bytes, a gap, its end, or that it is still there. All four travel the same way and are acknowledged alike. */
public sealed interface RawRecord permits Chunk, Gap, EndOfFile, StillHere {

    /** Where the file lies. */
    LogSource source();

    /** Which file it is. */
    FileKey file();

    /** Position in the uncompressed file: of the first byte, the gap's start, the end, or what is acknowledged. */
    long offset();

    /** The node's clock when it was read, milliseconds since 1970; decides nothing. */
    long readTime();

    /** The position behind what this record tells of; equal to {@link #offset} where it tells of no range. */
    long end();
}
