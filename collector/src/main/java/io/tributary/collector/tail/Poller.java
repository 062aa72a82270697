package io.tributary.collector.tail;

import io.tributary.collector.chunk.ChunkSink;
import java.time.Duration;

/** The reading thread: one for all files. */
public final class Poller implements Runnable {

    /** Does no I/O yet. */
    public Poller(TailConfig config, FileFinder finder, StartPositions starts, ChunkSink sink, TailListener listener) {
        throw new UnsupportedOperationException("not yet");
    }

    /** Reads until {@link #stop}; to be run by one thread, which it needs for itself. */
    @Override
    public void run() {}

    /**
     * Ends {@link #run} after the turn under way and waits for it; files are closed then. What was handed over may still be acknowledged.
     *
     * @return whether it ended in time
     */
    public boolean stop(Duration timeout) {
        return false;
    }
}
