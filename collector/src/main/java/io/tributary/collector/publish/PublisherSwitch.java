package io.tributary.collector.publish;

import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.RawRecord;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;

/**
 * Hands records to the publisher in force, which can be replaced by one with other settings and key material read again. The change is
 * an epoch like any other: the reading thread keeps to the publisher that it last asked, and the old one takes nothing more, until it
 * has seen that the epoch rose and gone back to what is acknowledged.
 */
public final class PublisherSwitch implements ChunkSink {

    private final Function<PublishConfig, ChunkPublisher> maker;
    private volatile InForce current;
    private InForce asked;
    private boolean started;
    private boolean closed;

    /** @param epochsBefore by how much its epochs count on from those of its predecessors */
    private record InForce(ChunkPublisher publisher, int epochsBefore) {}

    /**
     * Does no I/O.
     *
     * @throws ConfigException if a client setting would break a promise
     */
    public PublisherSwitch(PublishConfig config, Function<PublishConfig, ChunkPublisher> maker) {
        this.maker = maker;
        this.current = new InForce(maker.apply(config), 0);
        this.asked = current;
    }

    /** Starts looking for Kafka and returns at once. */
    public synchronized void start() {
        started = true;
        current.publisher().start();
    }

    /**
     * Ends the publisher in force and goes on with another one.
     *
     * @param flush how long to wait for what is under way; what is not acknowledged then is read and sent again
     * @throws ConfigException if a client setting would break a promise; then nothing has changed
     */
    public synchronized void replace(PublishConfig config, Duration flush) {
        ChunkPublisher next = maker.apply(config);
        if (closed) {
            return;
        }
        InForce old = current;
        old.publisher().close(flush);
        current = new InForce(next, old.epochsBefore() + old.publisher().epoch() + 1);
        if (started) {
            next.start();
        }
    }

    @Override
    public boolean hasRoom(String podDirectory) {
        return asked.publisher().hasRoom(podDirectory);
    }

    @Override
    public void accept(RawRecord record, Runnable onAcknowledged) {
        asked.publisher().accept(record, onAcknowledged);
    }

    @Override
    public int epoch() {
        asked = current;
        return asked.epochsBefore() + asked.publisher().epoch();
    }

    @Override
    public int largestChunk() {
        return asked.publisher().largestChunk();
    }

    /** Bytes of log accepted and neither acknowledged nor thrown away. */
    public long inFlightBytes() {
        return current.publisher().inFlightBytes();
    }

    /** What stands in the way of publishing now, if anything does. */
    public Optional<Trouble> trouble() {
        return current.publisher().trouble();
    }

    /** Takes nothing more, waits so long for acknowledgements, and ends for good. */
    public synchronized void close(Duration flush) {
        closed = true;
        current.publisher().close(flush);
    }
}
