package io.tributary.collector.podlog;

import io.tributary.collector.tail.FileOpener;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.FileRefusedException;
import io.tributary.collector.tail.FoundFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Map;

/**
 * Opens log files so that nobody who may write to the log folders can make the collector read anything else (faults S3). Everything is
 * checked here, at each opening and nowhere else; a file that is open costs nothing more.
 */
public final class PodLogOpener implements FileOpener {

    private final AllowedRoots roots;
    private final boolean checkOwner;

    /**
     * Opens nothing yet.
     *
     * @param checkOwner whether files and folders must belong to the owner of their root, and no folder may be written by others
     */
    public PodLogOpener(AllowedRoots roots, boolean checkOwner) {
        this.roots = roots;
        this.checkOwner = checkOwner;
    }

    @Override
    public FileChannel open(FoundFile found) throws IOException {
        AllowedRoots.Place place = roots.place(found.path());
        if (place == null) {
            throw new FileRefusedException(
                    FileProblem.OUTSIDE_ROOTS, found.path(), "it lies outside of the folders that may be read");
        }
        try (Descent folders = Descent.begin(place.root().getRoot())) {
            for (Path name : place.root()) {
                folders.enter(name);
            }
            if (checkOwner) {
                folders.trustOnlyThisOwner();
            }
            int last = place.below().getNameCount() - 1;
            for (int i = 0; i < last; i++) {
                folders.enter(place.below().getName(i));
            }
            return open(found, place.path(), folders);
        }
    }

    /**
     * Java cannot ask an open file who it is, so its folder, which is open, is asked before and after: a link in the file's place would
     * not have been opened, and what is neither a link nor the file that was seen shows in one of the answers.
     */
    private static FileChannel open(FoundFile found, Path path, Descent folders) throws IOException {
        Path name = path.getFileName();
        PosixFileAttributes file = folders.entry(name);
        if (!file.isRegularFile()) {
            throw new FileRefusedException(FileProblem.NOT_A_FILE, path, "it is no regular file");
        }
        requireSame(found, path, file.fileKey());
        folders.requireTrustedOwner(file, path);
        FileChannel channel = folders.open(name);
        try {
            requireOneName(found, path);
            requireSame(found, path, folders.entry(name).fileKey());
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** The number of names can be had by path only; it counts for this file because device and inode come with it, in one call. */
    private static void requireOneName(FoundFile found, Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:nlink,fileKey", LinkOption.NOFOLLOW_LINKS);
        requireSame(found, path, attributes.get("fileKey"));
        if (!attributes.get("nlink").equals(1)) {
            throw new FileRefusedException(
                    FileProblem.HARD_LINK, path, "it has " + attributes.get("nlink") + " names, perhaps elsewhere");
        }
    }

    private static void requireSame(FoundFile found, Path path, Object fileKey) throws IOException {
        if (!found.fileKey().equals(fileKey)) {
            throw new NoSuchFileException(path.toString(), null, "another file bears this name by now");
        }
    }
}
