package io.tributary.collector.tail;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Where the files are: which paths now, each with its source. Called by the reading thread only. */
public interface FileFinder {

    /**
     * Lists what lies on the disk. A directory that is there but cannot be read keeps what it last showed, so that its files do not count as gone.
     *
     * @param changed directories in which names came or went since the last call; they are read again, the others may be remembered
     */
    Found find(Set<Path> changed);

    /** As {@link #find}, reading every directory again: the truth, whatever notifications were missed. */
    Found findAll();

    /**
     * One listing.
     *
     * @param files every log file, rotated and compressed siblings included
     * @param directories every directory whose names matter, to be watched
     */
    record Found(List<FoundFile> files, Set<Path> directories) {}
}
