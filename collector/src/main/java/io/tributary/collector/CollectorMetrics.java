package io.tributary.collector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tributary.collector.checkpoint.AckTracker;
import io.tributary.collector.checkpoint.CheckpointSaver;
import io.tributary.collector.checkpoint.FileCheckpointStore;
import io.tributary.collector.publish.PublishListener;
import io.tributary.collector.publish.PublisherSwitch;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.TailListener;
import io.tributary.runtime.Version;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.schemas.GapCause;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The names of the collector's metrics, in one place.
 * Once nothing moves, {@code read = acknowledged + in flight + discarded} holds, in bytes.
 */
final class CollectorMetrics implements PublishListener {

    private static final String PREFIX = "tributary_collector_";
    private static final String REASON = "reason";
    private static final double NANOS_PER_SECOND = 1e9;

    private final MeterRegistry registry;
    private final Counter read;
    private final Counter lines;
    private final Counter acknowledged;
    private final Counter discarded;
    private volatile long pinned;
    private volatile TailListener.Backlog backlog = TailListener.Backlog.NONE;

    /** @param rotationBytes size at which the runtime rotates or truncates a log */
    CollectorMetrics(Metrics metrics, long rotationBytes) {
        this.registry = metrics.registry();
        this.read = Counter.builder(PREFIX + "read_bytes_total")
                .description("Bytes of logs read and handed over; bytes read again count again.")
                .register(registry);
        this.lines = Counter.builder(PREFIX + "read_lines_total")
                .description("Lines that ended in what was read; lines read again count again.")
                .register(registry);
        this.acknowledged = Counter.builder(PREFIX + "acknowledged_bytes_total")
                .description("Bytes of logs that Kafka has acknowledged.")
                .register(registry);
        this.discarded = Counter.builder(PREFIX + "discarded_bytes_total")
                .description("Bytes of logs read and thrown away, to be read again.")
                .tag(REASON, "producer-replaced")
                .register(registry);
        gauge(
                "backlog_bytes",
                "Bytes on the disk that are not read yet, compressed files not counted.",
                this,
                m -> m.backlog.unreadBytes());
        gauge(
                "files_pending",
                "Files with bytes that are not read or not acknowledged.",
                this,
                m -> m.backlog.pendingFiles());
        gauge(
                "deleted_bytes",
                "Bytes of deleted files that stay on the disk because they are not read to their end.",
                this,
                m -> m.pinned);
        gauge("files_open", "Files held open.", this, m -> m.backlog.openFiles());
        gauge(
                "oldest_unread_seconds",
                "How long the oldest unread byte has waited at most, as far as this run saw it.",
                this,
                m -> m.backlog.oldestUnreadNanos() / NANOS_PER_SECOND);
        gauge(
                "rotation_headroom_ratio",
                "Unread bytes of the container that has most of them, as a share of rotation.size.bytes; beyond 1 bytes may be destroyed unread.",
                this,
                m -> (double) m.backlog.largestContainerBytes() / rotationBytes);
        metrics.info(
                PREFIX + "build_info",
                "1, with the version of Tributary and of Java as labels.",
                Map.of("version", Version.number(), "java", Runtime.version().toString()));
    }

    /** What is known only once the parts are there. */
    void observe(PublisherSwitch publisher, CheckpointSaver saver, AckTracker tracker) {
        gauge(
                "in_flight_bytes",
                "Bytes of logs handed over and not yet acknowledged.",
                publisher,
                PublisherSwitch::inFlightBytes);
        gauge(
                "checkpoint_age_seconds",
                "How long something has been acknowledged and not saved.",
                saver,
                CheckpointSaver::ageSeconds);
        FunctionCounter.builder(PREFIX + "checkpoint_write_errors_total", saver, CheckpointSaver::errors)
                .description("Saves of the checkpoint that failed.")
                .register(registry);
        FunctionCounter.builder(PREFIX + "files_resumed_total", tracker, AckTracker::resumed)
                .description("Files gone on with where an earlier run had left them.")
                .register(registry);
    }

    /** Where reading stood a second ago at most. */
    TailListener.Backlog backlog() {
        return backlog;
    }

    /** One line of figures for people. */
    String headline() {
        TailListener.Backlog now = backlog;
        return String.format(
                Locale.ROOT,
                "%d files open, %d pending, backlog %d bytes, oldest unread %d s",
                now.openFiles(),
                now.pendingFiles(),
                now.unreadBytes(),
                Math.round(now.oldestUnreadNanos() / NANOS_PER_SECOND));
    }

    /** A start did not go on from the last checkpoint. */
    void recovered(FileCheckpointStore.Origin origin) {
        count(
                "checkpoint_recoveries_total",
                "Starts that did not go on from the last checkpoint.",
                "from",
                origin.name().toLowerCase(Locale.ROOT));
    }

    void read(int bytes) {
        read.increment(bytes);
    }

    void linesRead(int count) {
        lines.increment(count);
    }

    void lost(GapCause cause, long lowerBound) {
        count("gaps_total", "Ranges destroyed before they were read.", REASON, cause.label());
        Counter.builder(PREFIX + "lost_bytes_total")
                .description("Bytes destroyed before they were read; at least so many.")
                .tag(REASON, cause.label())
                .register(registry)
                .increment((double) lowerBound);
    }

    void pinned(long bytes) {
        pinned = bytes;
    }

    void problem(FileProblem problem) {
        count("file_errors_total", "Paths that are not followed, or not at the moment.", REASON, problem.label());
    }

    void progress(TailListener.Backlog now) {
        backlog = now;
    }

    @Override
    public void acknowledged(long bytes) {
        acknowledged.increment((double) bytes);
    }

    @Override
    public void discarded(long bytes) {
        discarded.increment((double) bytes);
    }

    @Override
    public void sendFailed(String error) {
        count(
                "kafka_send_errors_total",
                "Sends that Kafka's client gave up; each replaces the producer.",
                "error",
                error);
    }

    private void count(String name, String description, String label, String value) {
        Counter.builder(PREFIX + name)
                .description(description)
                .tag(label, value)
                .register(registry)
                .increment();
    }

    private <T> void gauge(String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, of, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
