package io.tributary.collector.publish;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.RawRecord;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Publishes what is read to the raw topic, in order per pod, and says when it is safely there.
 *
 * <p>A send that Kafka's client gives up ends the producer from inside the callback, before anything else: an idempotent producer
 * would go on behind the hole (protocol 3a). Then the epoch rises, and the new producer takes nothing until the reading thread has
 * seen that, so that no record read before can follow the hole either.
 */
public final class ChunkPublisher implements ChunkSink, AutoCloseable {

    private static final long SILENCE = TimeUnit.SECONDS.toNanos(15);
    private static final long STALE = TimeUnit.MINUTES.toNanos(2);

    private final PublishConfig config;
    private final RawTopic topic;
    private final LogChunkEncoder encoder;
    private final PublishListener listener;
    private final ErrorAdvice advice;
    private final LongSupplier nanoClock;
    private final ProducerKeeper keeper;

    private final Object lock = new Object();
    private volatile Session session;
    private volatile int epoch;
    private volatile boolean closed;
    private int seenEpoch;
    private long inFlight;
    private long records;
    private long lastProgress;

    /**
     * Does no I/O.
     *
     * @param producers {@link Producers#kafka}, or a fake
     * @param nanoClock {@code System::nanoTime}
     * @throws org.apache.kafka.common.config.ConfigException if a client setting would break a promise
     */
    public ChunkPublisher(
            PublishConfig config,
            RawTopic topic,
            Producers producers,
            PublishListener listener,
            LongSupplier nanoClock) {
        this.config = Objects.requireNonNull(config, "config is null");
        this.topic = Objects.requireNonNull(topic, "topic is null");
        this.listener = Objects.requireNonNull(listener, "listener is null");
        this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock is null");
        this.encoder = new LogChunkEncoder(config.cluster(), config.node());
        this.advice = ErrorAdvice.of(config);
        this.keeper = new ProducerKeeper(config, topic, producers, advice, new KeeperUser());
    }

    /** Starts looking for Kafka and returns at once. */
    public void start() {
        keeper.start();
    }

    @Override
    public boolean hasRoom(String podDirectory) {
        Session current = session;
        return current != null && current.epoch() == seenEpoch && !closed && current.hasRoom(podDirectory);
    }

    @Override
    public void accept(RawRecord record, Runnable onAcknowledged) {
        long bytes = record instanceof Chunk chunk ? chunk.data().remaining() : 0;
        Session current = session;
        if (current == null || current.epoch() != seenEpoch) {
            listener.discarded(bytes);
            return;
        }
        byte[] value = encoder.encode(record);
        PodKeys.PodKey key = current.key(record.source().podDirectory());
        int size = value.length + key.key().length;
        synchronized (lock) {
            if (session != current) {
                listener.discarded(bytes);
                return;
            }
            current.limit().add(key.partition(), size);
            if (records == 0) {
                lastProgress = nanoClock.getAsLong();
            }
            inFlight += bytes;
            records++;
        }
        send(current, key, value, () -> acknowledge(current, key.partition(), size, bytes, onAcknowledged));
    }

    /** {@inheritDoc} Asked by the thread that hands records over, which by asking takes notice of the answer. */
    @Override
    public int epoch() {
        seenEpoch = epoch;
        return seenEpoch;
    }

    /** Bytes of log accepted and neither acknowledged nor thrown away. */
    public long inFlightBytes() {
        synchronized (lock) {
            return inFlight;
        }
    }

    /** What stands in the way of publishing now, if anything does. */
    public Optional<Trouble> trouble() {
        if (session == null) {
            return Optional.of(keeper.trouble().orElseGet(advice::unreachable));
        }
        long silence = silence();
        return silence > SILENCE
                ? Optional.of(advice.silent(TimeUnit.NANOSECONDS.toSeconds(silence)))
                : Optional.empty();
    }

    /** Waits at most {@link #close(Duration)}'s default of five seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }

    /** Takes nothing more, waits so long for acknowledgements, and ends; what is not acknowledged then is read again at the next start. */
    public void close(Duration flush) {
        closed = true;
        keeper.close();
        Session current = session;
        if (current != null) {
            current.close(flush);
            end(current);
        }
    }

    private void send(Session current, PodKeys.PodKey key, byte[] value, Runnable onSuccess) {
        var record = new ProducerRecord<>(config.topic().name(), key.partition(), key.key(), value);
        try {
            current.send(record, (metadata, error) -> {
                if (error == null) {
                    onSuccess.run();
                } else {
                    fail(current, error);
                }
            });
        } catch (RuntimeException e) {
            // Also the answer of a producer that a callback has just closed; then the session is over and this does
            // nothing.
            fail(current, e);
        }
    }

    private void acknowledge(Session from, int partition, int size, long bytes, Runnable onAcknowledged) {
        synchronized (lock) {
            if (session != from) {
                return;
            }
            from.limit().remove(partition, size);
            inFlight -= bytes;
            records--;
            lastProgress = nanoClock.getAsLong();
            listener.acknowledged(bytes);
            onAcknowledged.run();
        }
        keeper.worked();
    }

    private void fail(Session from, Exception error) {
        if (!from.abort()) {
            return;
        }
        listener.sendFailed(ErrorAdvice.name(error));
        end(from);
        keeper.replace(advice.of(error));
    }

    private void end(Session from) {
        synchronized (lock) {
            if (session != from) {
                return;
            }
            session = null;
            epoch++;
            listener.discarded(inFlight);
            inFlight = 0;
            records = 0;
        }
    }

    /** Nanoseconds without an acknowledgement while some are owed. */
    private long silence() {
        synchronized (lock) {
            return records == 0 ? 0 : nanoClock.getAsLong() - lastProgress;
        }
    }

    /**
     * Replaces a producer that hears nothing although a new client finds the brokers: all that it knows may have moved elsewhere.
     * It cannot find out by itself, see {@link ProducerSettings} on rebootstrapping.
     */
    void replaceIfStale() throws InterruptedException {
        Session current = session;
        if (current == null || silence() < STALE) {
            return;
        }
        try {
            topic.partitions();
        } catch (RuntimeException e) {
            return; // Kafka is away, and this producer goes on as soon as it is back
        }
        fail(current, new TimeoutException("no acknowledgement although the brokers answer a new client"));
    }

    private final class KeeperUser implements ProducerKeeper.User {

        @Override
        public void open(Producer<byte[], byte[]> producer, ProducerSettings settings) {
            int partitions = config.topic().partitions();
            InFlightLimit limit = new InFlightLimit(config.inflightMaxBytes(), config.recordMaxBytes(), partitions);
            Session opened = new Session(producer, epoch, new PodKeys(config.cluster(), partitions), limit, settings);
            synchronized (lock) {
                if (!closed) {
                    session = opened;
                    return;
                }
            }
            opened.abort();
        }

        @Override
        public void lookAfter() throws InterruptedException {
            replaceIfStale();
        }
    }
}
