package io.tributary.standalone.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** Writes numbered lines into container logs at a steady rate and rotates the files, on one thread of its own. */
public final class LoadWriter implements AutoCloseable {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");
    private static final long TICK_MILLIS = 10;
    private static final long STOP_SECONDS = 10;

    private final LoadSettings settings;
    private final List<Source> sources;
    private final Clock clock;
    private final ScheduledExecutorService executor;
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private long startNanos;
    private long before;
    private int turn;

    /**
     * Prepares a writer of both streams of some containers.
     *
     * @param logs open logs, closed when the writer stops; three lines of four go to their stdout
     */
    public LoadWriter(LoadSettings settings, List<ContainerLog> logs, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.sources = logs.stream().map(Source::new).toList();
        this.executor = Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "load-writer"));
    }

    /**
     * Writes one line into every log, on the caller's thread, so that all that follows meets parts that have seen a line; to be called before {@link #start}.
     *
     * @throws IOException if a file cannot be written
     */
    public void writeFirstLines() throws IOException {
        for (Source source : sources) {
            source.writeNext();
            written.incrementAndGet();
        }
    }

    /** Starts to write at the rate. */
    public void start() {
        before = written.get();
        startNanos = System.nanoTime();
        long look = settings.rotateEvery().toMillis();
        guarded(executor.scheduleAtFixedRate(() -> run(this::writeDue), 0, TICK_MILLIS, TimeUnit.MILLISECONDS));
        guarded(executor.scheduleAtFixedRate(() -> run(this::rotateLong), look, look, TimeUnit.MILLISECONDS));
    }

    /** Lines written so far. */
    public long written() {
        return written.get();
    }

    /** Why writing ended by itself, if it did, such as a full disk. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Stops writing and closes the files, which stay; {@link #written} is final then. */
    @Override
    public void close() throws IOException {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("the load writer did not stop within " + STOP_SECONDS + " s: is the disk stuck?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Source source : sources) {
            source.log.close();
        }
    }

    private void writeDue() throws IOException {
        long elapsed = System.nanoTime() - startNanos;
        long due = (long) (elapsed * (double) settings.linesPerSecond() / 1e9);
        for (long i = written.get() - before; i < due; i++) {
            sources.get(turn).writeNext();
            turn = (turn + 1) % sources.size();
            written.incrementAndGet();
        }
    }

    private void rotateLong() throws IOException {
        String stamp = STAMP.format(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC));
        for (Source source : sources) {
            if (source.log.size() >= settings.rotateBytes()) {
                source.log.rotate(stamp);
            }
        }
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException | UncheckedIOException e) {
            failure.compareAndSet(null, e);
            executor.shutdown();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void guarded(Future<?> task) {
        if (task.isCancelled()) {
            throw new IllegalStateException("the load writer was already closed");
        }
    }

    private final class Source {
        private final ContainerLog log;
        private final List<Series> streams = new ArrayList<>();
        private int next;

        Source(ContainerLog log) {
            this.log = log;
            Series stdout = new Series("stdout", log.instance().series("stdout"));
            Series stderr = new Series("stderr", log.instance().series("stderr"));
            streams.addAll(List.of(stdout, stdout, stdout, stderr));
        }

        void writeNext() throws IOException {
            Series series = streams.get(next);
            next = (next + 1) % streams.size();
            Instant now = clock.instant();
            long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now);
            NumberedLine line = new NumberedLine(series.name, series.sequence++, micros);
            log.write(now, series.stream, line.text(settings.lineLength()));
        }
    }

    private static final class Series {
        private final String stream;
        private final String name;
        private long sequence;

        Series(String stream, String name) {
            this.stream = stream;
            this.name = name;
        }
    }
}
