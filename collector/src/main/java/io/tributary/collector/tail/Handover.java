package io.tributary.collector.tail;

import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.chunk.RawRecord;
import java.util.function.LongSupplier;

/** The way out: into the sink, as long as it has room and has thrown nothing away since. */
final class Handover {

    private final ChunkSink sink;
    private final LongSupplier wallClock;
    private int epoch;

    /**
     * Begins with the sink's present epoch.
     *
     * @param wallClock milliseconds since 1970
     */
    Handover(ChunkSink sink, LongSupplier wallClock) {
        this.sink = sink;
        this.wallClock = wallClock;
        this.epoch = sink.epoch();
    }

    /** Whether the sink threw away what was unacknowledged; says so once for each time. */
    boolean epochRose() {
        int now = sink.epoch();
        boolean rose = now != epoch;
        epoch = now;
        return rose;
    }

    /** Whether a record may be handed over now: nothing may follow on what was thrown away. */
    boolean isOpen(LogSource source) {
        return sink.hasRoom(source.podDirectory()) && sink.epoch() == epoch;
    }

    /** Bytes that a chunk may have at most now. */
    int largestChunk() {
        return sink.largestChunk();
    }

    /** To be called only right after {@link #isOpen} said yes. */
    void accept(RawRecord record, Runnable onAcknowledged) {
        sink.accept(record, onAcknowledged);
    }

    long readTime() {
        return wallClock.getAsLong();
    }
}
