package io.tributary.collector.chunk;

/**
 * What offsets are counted in: a file id, and how often that file was found to have gone back (normally 0).
 *
 * @param id content-derived id
 * @param generation 0 or more
 */
public record FileKey(FileId id, int generation) {

    /** The same file after it went back to an earlier state. */
    public FileKey next() {
        return new FileKey(id, generation + 1);
    }
}
