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
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what is read to the raw topic, in order per pod, and says when it is safely there.
 *
 * <p>A send that Kafka's client gives up ends the producer from inside the callback, before anything else: an idempotent producer
 * would go on behind the hole (protocol 3a). Then the epoch rises, and the new producer takes nothing until the reading thread has
 * seen that, so that no record read before can follow the hole either.
 */
public final class ChunkPublisher implements ChunkSink, AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(ChunkPublisher.class);
    private static final int SMALLEST_CHUNK = 1 << 10;
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
    private volatile int largestChunk;
    /** Why the brokers refuse a new client while the old producer is silent. */
    private volatile Trouble refused;

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
        this.largestChunk = config.chunkMaxBytes();
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
            long now = nanoClock.getAsLong();
            current.limit().add(key.partition(), size, now);
            if (records == 0) {
                lastProgress = now;
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

    @Override
    public int largestChunk() {
        return largestChunk;
    }

    /** Bytes of log accepted and neither acknowledged nor thrown away. */
    public long inFlightBytes() {
        synchronized (lock) {
            return inFlight;
        }
    }

    /** What stands in the way of publishing now, if anything does. */
    public Optional<Trouble> trouble() {
        Session current = session;
        Optional<Trouble> lasting = keeper.trouble().filter(Trouble::lasting);
        if (current == null || lasting.isPresent()) {
            return Optional.of(keeper.trouble().orElseGet(advice::unreachable));
        }
        long silence = silence();
        if (silence > SILENCE) {
            Trouble known = refused;
            return Optional.of(known != null ? known : advice.silent(TimeUnit.NANOSECONDS.toSeconds(silence)));
        }
        InFlightLimit.Silent stuck = current.limit().mostSilent(nanoClock.getAsLong());
        return stuck.nanos() > SILENCE
                ? Optional.of(advice.stuck(stuck.partition(), TimeUnit.NANOSECONDS.toSeconds(stuck.nanos())))
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
                    guarded(onSuccess);
                } else {
                    guarded(() -> fail(current, error));
                }
            });
        } catch (RuntimeException e) {
            // Also the answer of a producer that a callback has just closed; then the session is over and this does
            // nothing.
            fail(current, e);
        }
    }

    /** Kafka's client would log what a callback throws and go on: half alive, with an acknowledgement lost. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            keeper.end(e);
        }
    }

    private void acknowledge(Session from, int partition, int size, long bytes, Runnable onAcknowledged) {
        synchronized (lock) {
            if (session != from) {
                return;
            }
            lastProgress = nanoClock.getAsLong();
            from.limit().remove(partition, size, lastProgress);
            inFlight -= bytes;
            records--;
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
        if (ErrorAdvice.has(error, RecordTooLargeException.class)) {
            shrink();
        }
        end(from);
        keeper.replace(advice.of(error));
    }

    /** What was refused is read again in smaller pieces; a limit that is raised again is noticed at the next start. */
    private void shrink() {
        keeper.oneRecordPerBatch();
        if (largestChunk > SMALLEST_CHUNK) {
            largestChunk = Math.max(SMALLEST_CHUNK, largestChunk / 2);
            LOGGER.atWarn()
                    .addKeyValue("topic", config.topic().name())
                    .addKeyValue("bytes", largestChunk)
                    .log("A chunk was refused as too large: going on with smaller ones");
        }
    }

    private void end(Session from) {
        synchronized (lock) {
            if (session != from) {
                return;
            }
            session = null;
            refused = null;
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
     * It cannot find out by itself, see {@link ProducerSettings} on rebootstrapping. Nor does it see new key material on the disk:
     * it is replaced at once when a new client is let in where one was refused before.
     */
    void replaceIfStale() throws InterruptedException {
        Session current = session;
        long silence = silence();
        if (current == null || silence < SILENCE) {
            refused = null;
            return;
        }
        try {
            topic.partitions();
        } catch (RuntimeException e) {
            // if Kafka is away this producer goes on as soon as it is back
            refused = ErrorAdvice.has(e, AuthenticationException.class) ? advice.of(e) : null;
            return;
        }
        if (refused != null || silence >= STALE) {
            fail(current, new TimeoutException("no acknowledgement although the brokers answer a new client"));
        }
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
