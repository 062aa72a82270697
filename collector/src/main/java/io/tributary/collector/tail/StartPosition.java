package io.tributary.collector.tail;

/**
 * A position in a file that is safely in Kafka up to there.
 *
 * @param generation how often the file went back; 0 or more
 * @param offset bytes from the beginning of the uncompressed file
 * @param before the bytes that precede the offset, up to 64; they tell whether the file is still the one that was read
 * @param idLength bytes of the first line that the id was taken from when the line was unfinished for good, else -1
 * @param finished whether the file was read to its end and the centre was told so
 */
public record StartPosition(int generation, long offset, byte[] before, int idLength, boolean finished) {

    /** At most so many bytes before a position are remembered. */
    public static final int MAX_BEFORE = 64;

    /** Where a file begins that was never seen. */
    static final StartPosition BEGINNING = new StartPosition(0, 0, new byte[0], -1, false);
}
