package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.LogSource;
import io.tributary.schemas.GapCause;
import java.nio.file.Path;

/** Hears what happens to files: what a checkpoint must remember, and what metrics count. Must neither block nor throw. */
public interface TailListener {

    /**
     * A file was identified of which nothing is known; nothing of it is acknowledged yet. If it is gone when the collector starts again, it can be
     * told that something is missing. Called on the reading thread.
     */
    void met(Position beginning);

    /**
     * Everything of the file from one offset up to the position is safely in Kafka. Called on the sink's thread, per file in order.
     *
     * @param from where the acknowledged range starts: counts only if nothing between the last acknowledgement and it is missing;
     *     -1 for a position that starts a new generation
     */
    void acknowledged(long from, Position to);

    /** The file is gone from the disk, or has ended with a gap, and nothing more will be said of it. Called on either thread. */
    void forgotten(FileKey file);

    /** Bytes were read and handed over. */
    void read(LogSource source, int bytes);

    /** So many lines ended in what was handed over. */
    default void linesRead(int lines) {}

    /** Bytes are lost; at least so many. A gap record was handed over. */
    void lost(GapCause cause, long lowerBound);

    /** Now and then: so many bytes of deleted files stay on the disk because they are held open. */
    void pinned(long bytes);

    /** Something about one path is wrong; it is tried again. */
    void problem(FileProblem problem, Path path);

    /** Now and then: where reading stands. */
    void progress(Backlog backlog);

    /**
     * A file's state as a checkpoint keeps it.
     *
     * @param path where the file was last seen, for people
     */
    record Position(FileKey file, LogSource source, Path path, StartPosition start) {}

    /**
     * What is still to do.
     *
     * @param unreadBytes bytes on the disk behind the positions, compressed files not counted; without lines that are being written
     * @param pendingFiles files with bytes that are not read or not acknowledged, or known to be there and not yet opened
     * @param openFiles open handles
     * @param oldestUnreadNanos how long the oldest unread byte has waited at most, as far as this run saw it; 0 if none waits
     * @param largestContainerBytes unread bytes of the container that has most of them
     */
    record Backlog(
            long unreadBytes, int pendingFiles, int openFiles, long oldestUnreadNanos, long largestContainerBytes) {

        /** Nothing to do. */
        public static final Backlog NONE = new Backlog(0, 0, 0, 0, 0);
    }
}
