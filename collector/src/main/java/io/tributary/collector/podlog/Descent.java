package io.tributary.collector.podlog;

import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.FileRefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * A way down from the top of the file system, one open folder at a time. Each step is taken from the folder that is open, never by path,
 * and never through a link: {@code NOFOLLOW_LINKS} on a whole path would guard its last name only.
 */
final class Descent implements Closeable {

    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private SecureDirectoryStream<Path> folder;
    private Path path;
    private UserPrincipal trusted;

    private Descent(SecureDirectoryStream<Path> folder, Path path) {
        this.folder = folder;
        this.path = path;
    }

    /** Begins at the top. */
    @SuppressWarnings("StreamResourceLeak") // it is closed with this
    static Descent begin(Path top) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(top);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new Descent(secure, top);
        }
        stream.close();
        throw new IOException("this system cannot open a file from its folder: the collector runs on Linux");
    }

    /**
     * Goes one folder down.
     *
     * @throws FileRefusedException if it is a link or no folder, or if its owner is not trusted or lets others write to it
     */
    void enter(Path name) throws IOException {
        // Asked first, because opening a pipe that has been put there would block.
        if (!entry(name).isDirectory()) {
            throw noFolder(name);
        }
        SecureDirectoryStream<Path> next = next(name);
        close();
        folder = next;
        path = path.resolve(name);
        if (trusted != null) {
            requireTrustworthy();
        }
    }

    private SecureDirectoryStream<Path> next(Path name) throws IOException {
        try {
            return folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        } catch (NotDirectoryException e) {
            throw noFolder(name);
        }
    }

    private FileRefusedException noFolder(Path name) {
        return new FileRefusedException(
                FileProblem.NOT_A_FILE, path.resolve(name), "a link or a file stands where a folder should");
    }

    /** From here on down everything must belong to the owner of this folder, and no folder may be written by others. */
    void trustOnlyThisOwner() throws IOException {
        trusted = attributes().owner();
        requireTrustworthy();
    }

    private void requireTrustworthy() throws IOException {
        PosixFileAttributes attributes = attributes();
        requireTrustedOwner(attributes, path);
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new FileRefusedException(
                    FileProblem.WRITABLE_FOLDER,
                    path,
                    "others than its owner may write to this folder: take that right away, or set links.check.owner=false");
        }
    }

    /** Refuses what does not belong to the trusted owner, if there is one. */
    void requireTrustedOwner(PosixFileAttributes attributes, Path of) throws IOException {
        if (trusted != null && !trusted.equals(attributes.owner())) {
            throw new FileRefusedException(
                    FileProblem.FOREIGN_OWNER,
                    of,
                    "it belongs to " + attributes.owner().getName() + ", the folder of all logs to "
                            + trusted.getName());
        }
    }

    /** The open folder's own attributes. */
    private PosixFileAttributes attributes() throws IOException {
        return folder.getFileAttributeView(PosixFileAttributeView.class).readAttributes();
    }

    /** What a name in the open folder stands for; of a link, the link. */
    PosixFileAttributes entry(Path name) throws IOException {
        return folder.getFileAttributeView(name, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /** Opens a file in the open folder for reading. */
    FileChannel open(Path name) throws IOException {
        return (FileChannel) folder.newByteChannel(name, READ);
    }

    @Override
    public void close() throws IOException {
        folder.close();
    }
}
