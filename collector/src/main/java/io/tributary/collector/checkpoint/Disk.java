package io.tributary.collector.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The four things a checkpoint asks of a disk; the seam where tests tear writes. */
interface Disk {

    /**
     * The whole file.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    byte[] read(Path path) throws IOException;

    /**
     * Writes the file anew and returns when it is on the medium. Never into a file that is there: what a failed sync has left of
     * it is unknown, and the next sync of the same file would call it good.
     */
    void write(Path path, byte[] data) throws IOException;

    /** Gives the file another name, replacing what has it. */
    void rename(Path from, Path to) throws IOException;

    /** Returns when the directory's names are on the medium. */
    void sync(Path directory) throws IOException;

    /** The node's own. */
    static Disk node() {
        return new NodeDisk();
    }

    /** Java's file system. */
    final class NodeDisk implements Disk {

        @Override
        public byte[] read(Path path) throws IOException {
            return Files.readAllBytes(path);
        }

        @Override
        public void write(Path path, byte[] data) throws IOException {
            Files.deleteIfExists(path);
            try (FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(data);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void sync(Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
