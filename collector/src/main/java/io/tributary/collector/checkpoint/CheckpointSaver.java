package io.tributary.collector.checkpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Saves what is acknowledged, at intervals and at the end, when something changed. A full disk stops no shipping: it is tried again. */
public final class CheckpointSaver implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckpointSaver.class);
    private static final Duration LOG_AGAIN = Duration.ofMinutes(1);
    /** A disk that is full for a moment is nobody's trouble. */
    private static final double PATIENCE_SECONDS = 60;

    private final AckTracker tracker;
    private final FileCheckpointStore store;
    private final LongSupplier nanoClock;
    private final Thread thread = new Thread(this::run, "tributary-checkpoint");
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong errors = new AtomicLong();

    private volatile Duration interval;
    private volatile String problem;
    private volatile Throwable ended;
    private volatile long unsavedSince = -1;
    private long savedVersion = -1;
    private long loggedAt;
    private boolean logged;

    /**
     * Does no I/O.
     *
     * @param interval from one save to the next; what is acknowledged in between is sent again after a kill
     * @param nanoClock {@code System::nanoTime}
     */
    public CheckpointSaver(AckTracker tracker, FileCheckpointStore store, Duration interval, LongSupplier nanoClock) {
        this.tracker = tracker;
        this.store = store;
        this.interval = interval;
        this.nanoClock = nanoClock;
        thread.setDaemon(true);
    }

    /** Starts the thread that saves. */
    public void start() {
        thread.start();
    }

    /** Changes the interval, from the save after the next on. */
    public void interval(Duration next) {
        interval = next;
    }

    /** Why saves have failed for a minute now, if they have; shipping goes on all the while. */
    public Optional<String> problem() {
        return ageSeconds() < PATIENCE_SECONDS ? Optional.empty() : Optional.ofNullable(problem);
    }

    /** What has ended the thread that saves, if it has ended by itself. */
    public Optional<Throwable> ended() {
        return Optional.ofNullable(ended);
    }

    /** How long something has been acknowledged and not saved, in seconds; 0 when all is saved. */
    public double ageSeconds() {
        long since = unsavedSince;
        return since < 0 ? 0 : (nanoClock.getAsLong() - since) / 1e9;
    }

    /** How many saves failed. */
    public long errors() {
        return errors.get();
    }

    /** Saves if something changed; a disk that refuses is no exception. */
    public synchronized void save() {
        long version = tracker.version();
        if (version == savedVersion) {
            return;
        }
        if (unsavedSince < 0) {
            unsavedSince = nanoClock.getAsLong();
        }
        try {
            store.save(tracker.snapshot());
            savedVersion = version;
            unsavedSince = -1;
            problem = null;
            logged = false;
        } catch (IOException e) {
            errors.incrementAndGet();
            problem = e.toString();
            report(e);
        }
    }

    /** Saves for the last time. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        save();
    }

    private void run() {
        try {
            // not ended by an interrupt: that would break a save under way
            while (!closing.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                save();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            ended = e;
            LOGGER.atError().setCause(e).log("Saving checkpoints has ended by itself");
        }
    }

    private void report(IOException e) {
        long now = nanoClock.getAsLong();
        if (!logged || now - loggedAt > LOG_AGAIN.toNanos()) {
            logged = true;
            loggedAt = now;
            LOGGER.atError()
                    .setCause(e)
                    .addKeyValue("unsaved_seconds", Math.round(ageSeconds()))
                    .log("Checkpoint not saved: shipping goes on, a restart would send these bytes again");
        }
    }
}
