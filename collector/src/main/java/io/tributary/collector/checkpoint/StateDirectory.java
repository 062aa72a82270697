package io.tributary.collector.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that checkpoints are kept in, held by one process at a time. */
public final class StateDirectory implements AutoCloseable {

    private final FileChannel channel;
    private final FileLock lock;

    private StateDirectory(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** The folder is held by another process; it may end, so trying again can help. */
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        HeldException(Path directory, String pid) {
            super("state.dir " + directory + " is in use by the collector with process id " + pid
                    + ": stop that one, or give this one a state.dir of its own");
        }
    }

    /**
     * Takes the folder until {@link #close}.
     *
     * @throws HeldException naming the process id of the collector that holds it
     * @throws IOException if it is missing or cannot be written; the message names path and remedy
     */
    public static StateDirectory take(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException("state.dir " + directory + " is no directory: create it with 'install -d -m 0750 -o "
                    + user() + " " + directory + "', or set state.dir");
        }
        Path file = directory.resolve("lock");
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new IOException(
                    "state.dir " + directory + " cannot be written (" + e + "): run 'chown -R " + user() + " "
                            + directory + "' and see that the file system is not read-only, or set state.dir",
                    e);
        }
        return lock(directory, channel);
    }

    /** Lets go. */
    @Override
    public void close() {
        try (channel) {
            lock.release();
        } catch (IOException e) {
            // the lock ends with the process at the latest, and nothing is lost by holding it
            return;
        }
    }

    private static StateDirectory lock(Path directory, FileChannel channel) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
            if (lock == null) {
                throw new HeldException(directory, holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return new StateDirectory(channel, lock);
        } catch (OverlappingFileLockException e) {
            throw new HeldException(
                    directory, Long.toString(ProcessHandle.current().pid()));
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        String text = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? "(not known)" : text;
    }

    private static String user() {
        return System.getProperty("user.name");
    }
}
