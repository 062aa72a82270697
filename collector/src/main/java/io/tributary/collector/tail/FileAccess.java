package io.tributary.collector.tail;

/**
 * How files are found, and how those that were found are opened.
 *
 * @param mostOpen so many files are held open at most, 1 or more
 */
public record FileAccess(FileFinder finder, FileOpener opener, int mostOpen) {

    /** Checks the range. */
    public FileAccess {
        if (mostOpen < 1) {
            throw new IllegalArgumentException(mostOpen + " files may be open: use 1 or more");
        }
    }
}
