package io.tributary.collector.tail;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The handles of all files, at most so many. When one more is wanted, the file gives its handle up that was read longest ago and has
 * nothing more to read now; where all have, one that has had its handle for some time. A handle that is all that is left of a file is
 * never given up.
 */
final class OpenFiles {

    /** A file that is never read to its end keeps its handle at least so long, or handles would change hands all the time. */
    private static final long TURN = TimeUnit.SECONDS.toNanos(10);

    /** So many handles are given up when the system has none left, some of them for the folders on the way to a file. */
    private static final int ROOM_TO_MAKE = 16;

    private final FileOpener opener;
    private final int most;
    private final Map<FollowedFile, Long> openedByLastUse = new LinkedHashMap<>();

    /** @param most 1 or more */
    OpenFiles(FileOpener opener, int most) {
        this.opener = opener;
        this.most = most;
    }

    /**
     * Opens what the file's name leads to.
     *
     * @throws FileRefusedException if every handle is needed elsewhere
     */
    FileChannel open(FollowedFile file, long now) throws IOException {
        if (openedByLastUse.size() >= most && makeRoom(1, now) == 0) {
            throw new FileRefusedException(
                    FileProblem.TOO_MANY_OPEN_FILES,
                    file.found().path(),
                    "files.open.max=" + most + " files are open, and all of them have more to read");
        }
        FileChannel channel = openOrMakeRoom(file.found(), now);
        openedByLastUse.put(file, now);
        return channel;
    }

    private FileChannel openOrMakeRoom(FoundFile found, long now) throws IOException {
        try {
            return opener.open(found);
        } catch (IOException e) {
            if (FileProblem.of(e) != FileProblem.TOO_MANY_OPEN_FILES || makeRoom(ROOM_TO_MAKE, now) == 0) {
                throw e;
            }
            return opener.open(found);
        }
    }

    private int makeRoom(int wanted, long now) throws IOException {
        int made = park(wanted, FollowedFile::mayBeParked);
        return made > 0 ? made : park(1, file -> file.isReopenable() && now - openedByLastUse.get(file) >= TURN);
    }

    private int park(int wanted, Predicate<FollowedFile> may) throws IOException {
        int made = 0;
        for (Iterator<FollowedFile> files = openedByLastUse.keySet().iterator(); files.hasNext() && made < wanted; ) {
            FollowedFile file = files.next();
            if (may.test(file)) {
                files.remove();
                file.park();
                made++;
            }
        }
        return made;
    }

    /** The file was read. */
    void used(FollowedFile file) {
        Long opened = openedByLastUse.remove(file);
        if (opened != null) {
            openedByLastUse.put(file, opened);
        }
    }

    /** The file holds no handle any more. */
    void closed(FollowedFile file) {
        openedByLastUse.remove(file);
    }

    /** One file goes on with the other's handle. */
    void moved(FollowedFile from, FollowedFile to) {
        Long opened = openedByLastUse.remove(from);
        if (opened != null) {
            openedByLastUse.put(to, opened);
        }
    }
}
