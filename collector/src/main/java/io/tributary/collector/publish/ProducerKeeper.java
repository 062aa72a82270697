package io.tributary.collector.publish;

import io.tributary.schemas.TopicSetup;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes producers, off every hot path: looks at the topic first, fetches metadata, and tries again with back-off for ever. */
final class ProducerKeeper {

    private static final Logger LOGGER = LoggerFactory.getLogger(ProducerKeeper.class);
    private static final long BACKOFF_MIN_MS = 250;
    private static final long BACKOFF_MAX_MS = 5_000;
    private static final long LOOK_MS = 30_000;
    private static final long LOG_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Who works with the producers. */
    interface User {

        /** Takes a new producer over. */
        void open(Producer<byte[], byte[]> producer, ProducerSettings settings);

        /** Now and then while there is a producer: may ask for another one. */
        void lookAfter() throws InterruptedException;
    }

    private final PublishConfig config;
    private final RawTopic topic;
    private final Producers producers;
    private final ErrorAdvice advice;
    private final User user;
    private volatile ProducerSettings settings;
    private final Thread thread = new Thread(this::run, "tributary-publisher");

    private final Semaphore wake = new Semaphore(0);

    private volatile Trouble trouble;
    private volatile Trouble ended;
    private volatile boolean closed;
    private volatile boolean worked = true;
    private volatile boolean wanted = true;
    private Trouble logged;
    private long loggedAt;

    ProducerKeeper(PublishConfig config, RawTopic topic, Producers producers, ErrorAdvice advice, User user) {
        this.config = config;
        this.topic = topic;
        this.producers = producers;
        this.advice = advice;
        this.user = user;
        this.settings = ProducerSettings.of(config);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Why there is no producer now. */
    Optional<Trouble> trouble() {
        return Optional.ofNullable(ended != null ? ended : trouble);
    }

    /** The producer has had a success, so the next failure is a new one and its first retry comes soon. */
    void worked() {
        worked = true;
    }

    /** From the next producer on a batch holds one record. */
    void oneRecordPerBatch() {
        settings = settings.oneRecordPerBatch();
    }

    /** Asks for a new producer; returns at once. */
    void replace(Trouble why) {
        trouble = why;
        report(why);
        wanted = true;
        wake.release();
    }

    void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something is broken in here, not in Kafka: the process has to end, half alive it would be silent. */
    void end(Throwable error) {
        ended = advice.ended(error);
        LOGGER.atError().setCause(error).log("Publishing has ended by itself");
    }

    private void run() {
        try {
            makeProducers();
        } catch (RuntimeException | Error e) {
            end(e);
        }
    }

    private void makeProducers() {
        long backoff = 0;
        while (!closed) {
            try {
                if (!awaitWanted()) {
                    user.lookAfter();
                    continue;
                }
                backoff = worked ? BACKOFF_MIN_MS : Math.min(Math.max(BACKOFF_MIN_MS, 2 * backoff), BACKOFF_MAX_MS);
                if (trouble != null) {
                    TimeUnit.MILLISECONDS.sleep(backoff);
                }
                worked = false;
                attempt();
            } catch (InterruptedException | InterruptException e) {
                LOGGER.atDebug().log("Interrupted: closing"); // only close() interrupts, and the loop's condition knows
            }
        }
    }

    private boolean awaitWanted() throws InterruptedException {
        return wanted || (wake.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS) && wanted);
    }

    private void attempt() throws InterruptedException {
        try {
            Optional<String> difference = TopicSetup.partitionDifference(config.topic(), topic.partitions());
            if (difference.isPresent()) {
                refuse(difference.get());
                return;
            }
            Producer<byte[], byte[]> producer = producers.make(settings.asMap());
            fetchMetadata(producer);
            wanted = false;
            trouble = null;
            user.open(producer, settings);
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            Trouble why = advice.of(e);
            trouble = why;
            report(why);
        }
    }

    /** After this a send finds its partition without waiting. */
    private void fetchMetadata(Producer<byte[], byte[]> producer) {
        try {
            int found = producer.partitionsFor(config.topic().name()).size();
            if (found != config.topic().partitions()) {
                throw new KafkaException("the brokers disagree on the partitions of topic "
                        + config.topic().name() + ": " + found + " and "
                        + config.topic().partitions());
            }
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private void refuse(String difference) {
        int colon = difference.indexOf(": ");
        trouble = new Trouble(difference.substring(0, colon), difference.substring(colon + 2), true);
        report(trouble);
        wanted = false;
    }

    private synchronized void report(Trouble why) {
        long now = System.nanoTime();
        if (why.equals(logged) && now - loggedAt < LOG_AGAIN_NANOS) {
            return;
        }
        logged = why;
        loggedAt = now;
        LOGGER.atError()
                .addKeyValue("what", why.what())
                .addKeyValue("remedy", why.remedy())
                .log("Cannot publish");
    }
}
