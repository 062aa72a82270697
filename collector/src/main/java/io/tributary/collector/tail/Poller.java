package io.tributary.collector.tail;

import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.LogSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * The poll cycle: one thread lists directories, gives every container's files a fair turn, and rests until the next one is due.
 * Kafka being away only makes the sink say that it has no room; the files on the disk are the buffer.
 */
public final class Poller implements Runnable {

    /** Without notification directories are read so often; with it, so soon after one; and progress is told so often. */
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private static final long HINT_DELAY = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_REST = TimeUnit.MILLISECONDS.toNanos(100);

    private final FileFinder finder;
    private final TailListener listener;
    private final Handover handover;
    private final FileTracker tracker;
    private final DirectoryWatch watch;
    private final LongSupplier nanoClock;
    private final Set<Path> changed = new HashSet<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private final Requests requests = new Requests();
    private final Runnable step = this::step;
    private final AtomicLong steps = new AtomicLong();

    private TailConfig config;
    private boolean listed;
    private long lastFullListing;
    private long lastListing;
    private long lastProgress;
    private volatile boolean stopping;
    private volatile Thread thread;

    /**
     * Opens no file yet.
     *
     * @param starts where to go on with each file
     * @param sink takes what is read
     * @param listener hears what a checkpoint and metrics need
     */
    public Poller(TailConfig config, FileAccess files, StartPositions starts, ChunkSink sink, TailListener listener) {
        this(
                config,
                files.finder(),
                Reading.of(
                        config,
                        new OpenFiles(files.opener(), files.mostOpen()),
                        starts,
                        listener,
                        new Handover(sink, System::currentTimeMillis)),
                DirectoryWatch.start(),
                System::nanoTime);
    }

    Poller(TailConfig config, FileFinder finder, Reading reading, DirectoryWatch watch, LongSupplier nanoClock) {
        this.config = config;
        this.finder = finder;
        this.listener = reading.listener();
        this.handover = reading.handover();
        this.tracker = new FileTracker(reading);
        this.watch = watch;
        this.nanoClock = nanoClock;
    }

    /** Reads until {@link #stop}; to be run once, by a thread that is never interrupted (an interrupt would close the file being read). */
    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!stopping) {
                long now = nanoClock.getAsLong();
                pollOnce(now);
                long rest = tracker.nextLook(now, LONGEST_REST) - nanoClock.getAsLong();
                if (rest > 0 && !stopping) {
                    LockSupport.parkNanos(rest);
                }
            }
        } finally {
            closeFiles();
            ended.countDown();
        }
    }

    /** One cycle. */
    void pollOnce(long now) {
        if (handover.epochRose()) {
            tracker.rewind();
        }
        list(now);
        tracker.turns(now, step);
        if (now - lastProgress >= SECOND || lastProgress == 0) {
            lastProgress = now;
            tracker.keepHouse(now);
            listener.progress(tracker.backlog(now));
        }
        requests.answer();
        step();
    }

    /** How many steps were done: stands still only while one of them hangs, not while Kafka is away. */
    public long steps() {
        return steps.get();
    }

    private void step() {
        steps.lazySet(steps.get() + 1); // written by the reading thread only
    }

    /** The table of files, as the reading thread makes it after the round under way. */
    public Future<List<FileStatus>> files() {
        return requests.ask(() -> tracker.statuses(finder.refused()));
    }

    /**
     * Follows some files no longer, and perhaps others, after the round under way.
     *
     * @param next of which the scan interval counts; the others are what they were at the start
     * @param change what makes the finder list what is wanted, run by the reading thread
     * @param unwanted which files to leave
     */
    public void change(TailConfig next, Runnable change, Predicate<LogSource> unwanted) {
        requests.add(() -> {
            config = next;
            change.run();
            tracker.leave(unwanted);
            listed = false;
        });
    }

    void closeFiles() {
        tracker.close();
        watch.close();
    }

    private void list(long now) {
        changed.addAll(watch.changed());
        long interval = watch.isWorking()
                ? config.scanInterval().toNanos()
                : Math.min(SECOND, config.scanInterval().toNanos());
        if (!listed || watch.overflowed() || now - lastFullListing >= interval) {
            lastFullListing = now;
            listed(finder.findAll(), now);
        } else if (now - lastListing >= HINT_DELAY) {
            changed.addAll(tracker.sought());
            if (!changed.isEmpty()) {
                listed(finder.find(Set.copyOf(changed)), now);
            }
        }
    }

    private void listed(FileFinder.Found found, long now) {
        if (!listed) {
            tracker.resume(finder);
        }
        listed = true;
        lastListing = now;
        changed.clear();
        changed.addAll(watch.watch(found.directories()));
        tracker.update(found);
    }

    /**
     * Ends {@link #run} after the turn under way and waits for it; files are closed then. What was handed over may still be acknowledged.
     *
     * @return whether it ended in time
     * @throws InterruptedException if the caller is interrupted while it waits
     */
    public boolean stop(Duration timeout) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
