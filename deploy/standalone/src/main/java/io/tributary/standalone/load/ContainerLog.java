package io.tributary.standalone.load;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The log files of one container instance, written as a runtime and rotated as the kubelet do.
 * One thread at a time.
 */
public final class ContainerLog implements AutoCloseable {

    /** Rotated files kept beside the current one, as {@code containerLogMaxFiles} 5 means. */
    private static final int ROTATED_KEPT = 4;

    private final ContainerInstance instance;
    private final LogFormat format;
    private final Path current;
    private final Path link;
    private FileChannel channel;
    private long size;

    private ContainerLog(ContainerInstance instance, LogFormat format, Path current, Path link) {
        this.instance = instance;
        this.format = format;
        this.current = current;
        this.link = link;
    }

    /**
     * Makes the pod's and container's directories and the file; the link is the caller's to make, as it comes later.
     *
     * @param root the folder that holds {@code containers} and {@code pods}
     */
    public static ContainerLog create(Path root, ContainerInstance instance, LogFormat format) throws IOException {
        Path directory = Files.createDirectories(
                root.resolve("pods").resolve(instance.podDirectory()).resolve(instance.container()));
        Path links = Files.createDirectories(root.resolve("containers"));
        ContainerLog log = new ContainerLog(
                Objects.requireNonNull(instance, "instance is null"),
                Objects.requireNonNull(format, "format is null"),
                directory.resolve(instance.restart() + ".log"),
                links.resolve(instance.linkName()));
        log.open();
        return log;
    }

    /** Whose log this is. */
    public ContainerInstance instance() {
        return instance;
    }

    /** The file that is written now. */
    public Path file() {
        return current;
    }

    /** The link under {@code containers}. */
    public Path link() {
        return link;
    }

    /** Bytes in the current file. */
    public long size() {
        return size;
    }

    /** Makes the link under {@code containers}, as the kubelet does once the container runs. */
    public void makeLink() throws IOException {
        Files.createSymbolicLink(link, current);
    }

    /** Appends one whole message. */
    public void write(Instant time, String stream, String message) throws IOException {
        writeRaw(format.line(time, stream, message));
    }

    /** Appends bytes as they are. */
    public void writeRaw(byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            size += channel.write(buffer);
        }
    }

    /**
     * One rotation in the kubelet's own order: the oldest goes, older ones are compressed, the current one is renamed
     * and reopened. The newest rotated file stays uncompressed until the next rotation.
     *
     * @param stamp the rotated file's suffix, {@code yyyyMMdd-HHmmss}; of two rotations the later sorts behind
     */
    public void rotate(String stamp) throws IOException {
        List<Path> rotated = rotated();
        for (Path oldest : rotated.subList(0, Math.max(0, rotated.size() - (ROTATED_KEPT - 1)))) {
            Files.delete(oldest);
        }
        for (Path older : rotated()) {
            if (!older.toString().endsWith(".gz")) {
                compress(older);
            }
        }
        Files.move(current, current.resolveSibling(current.getFileName() + "." + stamp));
        channel.close();
        open();
    }

    /** The rotated files, oldest first, compressed ones included. */
    public List<Path> rotated() throws IOException {
        String prefix = current.getFileName() + ".";
        try (Stream<Path> files = Files.list(current.getParent())) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    /** Removes the link and the files, as happens when the pod is deleted; an open reader keeps its bytes. */
    public void delete() throws IOException {
        close();
        Files.deleteIfExists(link);
        for (Path file : rotated()) {
            Files.delete(file);
        }
        Files.deleteIfExists(current);
        Files.deleteIfExists(current.getParent());
        Files.deleteIfExists(current.getParent().getParent());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void open() throws IOException {
        channel = FileChannel.open(current, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        size = channel.size();
    }

    private static void compress(Path file) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(unfinished))) {
            Files.copy(file, out);
        }
        Files.move(unfinished, file.resolveSibling(file.getFileName() + ".gz"), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(file);
    }
}
