package io.tributary.collector;

import io.tributary.collector.checkpoint.StateDirectory;
import io.tributary.collector.podlog.AllowedRoots;
import io.tributary.collector.podlog.PodLogFinder;
import io.tributary.collector.podlog.PodLogOpener;
import io.tributary.collector.podlog.PodSelection;
import io.tributary.collector.publish.ChunkPublisher;
import io.tributary.collector.publish.Producers;
import io.tributary.collector.publish.PublishConfig;
import io.tributary.collector.publish.PublisherSwitch;
import io.tributary.collector.publish.RawTopic;
import io.tributary.collector.publish.Trouble;
import io.tributary.collector.tail.FileAccess;
import io.tributary.collector.tail.Poller;
import io.tributary.collector.tail.TailListener;
import io.tributary.collector.tail.TimedOpener;
import io.tributary.runtime.Check;
import io.tributary.runtime.Component;
import io.tributary.runtime.metrics.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collector: one thread reads all files, the producer's sends, one saves the checkpoint, one looks after the producer.
 * It starts whether Kafka can be reached or not; the files on the disk are the buffer.
 */
public final class Collector implements Component {

    private static final Logger LOGGER = LoggerFactory.getLogger(Collector.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(1);
    private static final Duration FLUSH_LIMIT = Duration.ofSeconds(5);

    private final CollectorMetrics metrics;
    private final PublisherSwitch publisher;

    private volatile CollectorConfig config;

    private volatile CollectorState state;
    private PodLogFinder finder;
    private volatile Poller poller;
    private Thread reader;
    private volatile Throwable ended;
    private boolean closed;

    /**
     * Does no I/O.
     *
     * @throws ConfigException if a client setting would break a promise
     */
    public Collector(CollectorConfig config, Metrics metrics) {
        this(config, metrics, publish -> new BrokerTopic(publish.topic().name(), publish.client()), Producers.kafka());
    }

    Collector(CollectorConfig config, Metrics metrics, RawTopic topic, Producers producers) {
        this(config, metrics, publish -> topic, producers);
    }

    private Collector(
            CollectorConfig config, Metrics metrics, Function<PublishConfig, RawTopic> topic, Producers producers) {
        this.config = config;
        this.metrics = new CollectorMetrics(metrics, config.rotationBytes());
        this.publisher = new PublisherSwitch(
                config.publish(),
                publish ->
                        new ChunkPublisher(publish, topic.apply(publish), producers, this.metrics, System::nanoTime));
    }

    /**
     * Takes the state directory, reads the checkpoint and starts the threads.
     *
     * @throws ConfigException if the state directory is missing, not writable or holds a newer release's checkpoint
     * @throws StateDirectory.HeldException if another collector holds it
     */
    @Override
    public synchronized void start() throws IOException {
        CollectorState taken = CollectorState.take(config.stateDir(), config.checkpointInterval(), metrics);
        state = taken;
        metrics.observe(publisher, taken.saver(), taken.tracker());
        FileMemory memory = new FileMemory(taken.tracker(), metrics);
        poller = new Poller(config.tail(), files(memory), memory, publisher, memory);
        publisher.start();
        reader = new Thread(this::read, "tributary-reader");
        reader.start();
    }

    private FileAccess files(TailListener listener) {
        AllowedRoots roots = new AllowedRoots(config.logsRoot(), config.allowedRoots());
        finder = new PodLogFinder(config.logsRoot(), roots, listener);
        finder.select(config.selection());
        return new FileAccess(
                finder,
                new TimedOpener(new PodLogOpener(roots, config.linksCheckOwner()), OPEN_LIMIT),
                config.filesOpenMax());
    }

    @Override
    public Check check() {
        Optional<Throwable> end = ended();
        if (end.isPresent()) {
            return Check.failed(
                    "a thread has ended: " + end.get(), "see the log; restart the collector and report this");
        }
        Optional<Trouble> trouble = publisher.trouble();
        if (trouble.isPresent()) {
            return Check.failed(trouble.get().what(), trouble.get().remedy());
        }
        CollectorState taken = state;
        return taken == null ? Check.failed("the collector is not started", "wait") : taken.check();
    }

    @Override
    public boolean failed() {
        return ended().isPresent()
                || publisher.trouble().filter(Trouble::lasting).isPresent();
    }

    /** What has ended the reading or the saving thread; the publisher tells of its own. */
    private Optional<Throwable> ended() {
        CollectorState taken = state;
        return Optional.ofNullable(ended).or(() -> taken == null ? Optional.empty() : taken.ended());
    }

    @Override
    public OptionalLong rounds() {
        Poller reading = poller;
        return reading == null ? OptionalLong.empty() : OptionalLong.of(reading.steps());
    }

    @Override
    public String headline() {
        return metrics.headline();
    }

    @Override
    public Map<String, Object> status() {
        Poller reading = poller;
        CollectorState taken = state;
        return new CollectorStatus()
                .with("node", config.node())
                .with("state_dir", config.stateDir().toString())
                .with("backlog_bytes", metrics.backlog().unreadBytes())
                .with("oldest_unread_seconds", metrics.backlog().oldestUnreadNanos() / 1e9)
                .with("in_flight_bytes", publisher.inFlightBytes())
                .with(
                        "checkpoint_age_seconds",
                        taken == null ? 0 : taken.saver().ageSeconds())
                .withFiles(reading == null ? CompletableFuture.completedFuture(List.of()) : reading.files());
    }

    /** {@inheritDoc} What was sent is waited for, so that a reload sends nothing twice as long as Kafka answers. */
    @Override
    public synchronized Set<String> reload(Map<String, String> values, Set<String> changed) {
        CollectorConfig next = config.reloaded(values);
        publisher.replace(next.publish(), FLUSH_LIMIT);
        state.saver().interval(next.checkpointInterval());
        PodSelection selection = next.selection();
        poller.change(
                next.tail(),
                () -> finder.select(selection),
                source -> !selection.takes(source.podDirectory(), source.container()));
        config = next;
        Set<String> forRestart = new TreeSet<>(changed);
        forRestart.removeIf(CollectorConfig::isReloadable);
        return forRestart;
    }

    /** Stops reading, waits for acknowledgements, saves the checkpoint, lets the state directory go; in this order, so nothing is sent twice. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stopReading();
        publisher.close(FLUSH_LIMIT);
        if (state != null) {
            state.close();
        }
    }

    private void stopReading() {
        try {
            if (poller != null && !poller.stop(STOP_LIMIT)) {
                LOGGER.atWarn().log("Reading did not stop in time: closing without it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing may end the reading thread unseen. */
    @SuppressWarnings("CatchAndPrintStackTrace")
    private void read() {
        try {
            poller.run();
        } catch (RuntimeException | Error e) {
            ended = e;
            LOGGER.atError().setCause(e).log("Reading has ended by itself");
        }
    }
}
