package io.tributary.collector.tail;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    /** Names that are not followed at the moment, and why. */
    default Map<Path, FileProblem> refused() {
        return Map.of();
    }

    /**
     * How a file would be listed that an earlier run followed, as far as its names tell; its size and inode are not known.
     *
     * @return {@code null} if the names are not such as this finder finds
     */
    FoundFile absent(Remembered file);

    /**
     * One listing.
     *
     * @param files every log file, rotated and compressed siblings included
     * @param directories every directory whose names matter, to be watched
     * @param unread directories that should be there and cannot be read: of what is below them nobody can say that it is gone
     */
    record Found(List<FoundFile> files, Set<Path> directories, Set<Path> unread) {

        /** Whether what the listing does not show below this directory is not there. */
        boolean tellsOf(Path directory) {
            for (Path path = directory; path != null; path = path.getParent()) {
                if (unread.contains(path)) {
                    return false;
                }
            }
            return true;
        }
    }
}
