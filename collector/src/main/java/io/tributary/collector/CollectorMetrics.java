package io.tributary.collector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tributary.collector.checkpoint.CheckpointSaver;
import io.tributary.collector.checkpoint.FileCheckpointStore;
import io.tributary.collector.publish.ChunkPublisher;
import io.tributary.collector.publish.PublishListener;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.TailListener;
import io.tributary.schemas.GapCause;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The names of the collector's metrics, in one place.
 * Once nothing moves, {@code read = acknowledged + in flight + discarded} holds, in bytes.
 */
final class CollectorMetrics implements PublishListener {

    private static final String PREFIX = "tributary_collector_";
    private static final String REASON = "reason";

    private final MeterRegistry registry;
    private final Counter read;
    private final Counter acknowledged;
    private final Counter discarded;
    private volatile TailListener.Backlog backlog = TailListener.Backlog.NONE;

    CollectorMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.read = Counter.builder(PREFIX + "read_bytes_total")
                .description("Bytes of logs read and handed over; bytes read again count again.")
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
        gauge("files_open", "Files held open.", this, m -> m.backlog.openFiles());
    }

    /** What is known only once the parts are there. */
    void observe(ChunkPublisher publisher, CheckpointSaver saver) {
        gauge(
                "in_flight_bytes",
                "Bytes of logs handed over and not yet acknowledged.",
                publisher,
                ChunkPublisher::inFlightBytes);
        gauge(
                "checkpoint_age_seconds",
                "How long something has been acknowledged and not saved.",
                saver,
                CheckpointSaver::ageSeconds);
        FunctionCounter.builder(PREFIX + "checkpoint_write_errors_total", saver, CheckpointSaver::errors)
                .description("Saves of the checkpoint that failed.")
                .register(registry);
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

    void lost(GapCause cause, long lowerBound) {
        count("gaps_total", "Ranges destroyed before they were read.", REASON, cause.label());
        Counter.builder(PREFIX + "lost_bytes_total")
                .description("Bytes destroyed before they were read; at least so many.")
                .tag(REASON, cause.label())
                .register(registry)
                .increment((double) lowerBound);
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
