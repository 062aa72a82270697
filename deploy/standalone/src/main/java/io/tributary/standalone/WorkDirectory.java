package io.tributary.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Where state is kept: a folder of the user's, which stays, or a temporary one, which is removed with all that is in it. */
public final class WorkDirectory implements AutoCloseable {

    private final Path path;
    private final boolean temporary;

    private WorkDirectory(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** The given folder, made if missing. */
    public static WorkDirectory kept(Path path) throws IOException {
        return new WorkDirectory(Files.createDirectories(path).toRealPath(), false);
    }

    /** A new folder, readable by its owner only. */
    public static WorkDirectory temporary(String prefix) throws IOException {
        return new WorkDirectory(Files.createTempDirectory(prefix).toRealPath(), true);
    }

    /** The folder. */
    public Path path() {
        return path;
    }

    /** Removes it if it is temporary; may be called more than once. */
    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try {
            Files.walkFileTree(path, new Remover());
        } catch (NoSuchFileException e) {
            // Removed before: closed twice.
            return;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the temporary folder " + path + ": remove it by hand", e);
        }
    }

    private static final class Remover extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
            if (e != null) {
                throw e;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
