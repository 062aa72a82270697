package io.tributary.enricher.watch;

import io.fabric8.kubernetes.client.Config;
import io.tributary.runtime.Check;
import io.tributary.runtime.Component;
import io.tributary.runtime.metrics.Metrics;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one row per pod of its cluster in the metadata topic: hears pods and namespaces from a source,
 * and publishes what differs from the topic.
 */
public final class Watcher implements Component {

    private static final Logger LOGGER = LoggerFactory.getLogger(Watcher.class);
    private static final long CLOSE_MS = 5_000;

    private final WatcherConfig config;
    private final WatcherMetrics metrics;
    private final Clock clock = Clock.system();
    private final WatcherKafka kafka;
    private final PodTable table;
    private final PublishLoop loop;
    private final Thread thread;
    private final AtomicBoolean sourceStarted = new AtomicBoolean();
    private volatile PodSource source;
    private volatile boolean died;

    /** A watcher that is not started; does no I/O. */
    public Watcher(WatcherConfig config, Metrics metrics) {
        this.config = config;
        this.metrics = new WatcherMetrics(metrics.registry());
        String cluster = config.cluster();
        RowCodec codec = new RowCodec(cluster, this.metrics::removed);
        RowTable rows = new RowTable(
                codec,
                new RowTable.Retention(
                        config.getLong(WatcherConfig.METADATA_DELETED_RETENTION_MS),
                        config.getInt(WatcherConfig.METADATA_DELETED_MAX),
                        this.metrics::droppedEarly));
        this.kafka = new WatcherKafka(config.kafka(), cluster, config.topics().metadata());
        this.table = new PodTable(cluster, codec, new RelatedFacts(config.kept().kinds()), rows);
        this.loop = new PublishLoop(new LoopParts(kafka, table, new StartedSource(), settings(), this.metrics));
        this.thread = new Thread(this::runLoop, "tributary-watcher");
    }

    /**
     * Starts to connect to Kafka; pods are listed once the own topic was read.
     *
     * @throws IllegalArgumentException if the API server cannot be addressed as configured
     */
    @Override
    public void start() {
        source = source();
        for (PodFeed.Kind kind : config.kept().kinds()) {
            metrics.objects(kind, () -> {
                synchronized (table) {
                    return table.size(kind);
                }
            });
        }
        metrics.leader(() -> loop.stage() == PublishLoop.Stage.LEADING ? 1 : 0);
        metrics.lastEventAge(() -> {
            long heardAt = source.heardAt();
            return heardAt == 0 ? Double.NaN : (clock.now() - heardAt) / 1000.0;
        });
        thread.start();
    }

    @Override
    public Check check() {
        if (died) {
            return Check.failed("the watcher's thread has ended by an error", "see the log; the process restarts");
        }
        PodSource started = source;
        if (started == null) {
            return probe();
        }
        Check ofKafka = loop.check();
        return ofKafka.isOk() ? started.check() : ofKafka;
    }

    @Override
    public boolean failed() {
        PodSource started = source;
        return died || (started != null && started.failed());
    }

    @Override
    public void close() {
        PodSource started = source;
        if (started != null) {
            started.close();
        }
        loop.close();
        try {
            thread.join(CLOSE_MS);
            if (thread.isAlive()) {
                // Kafka does not answer; nothing is lost, the next watcher compares everything with the topic.
                thread.interrupt();
                thread.join(CLOSE_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kafka.close();
    }

    private LoopParts.Settings settings() {
        return new LoopParts.Settings(
                new HeartbeatCodec(config.cluster()),
                config.instance(),
                new ClusterIdentity(config.getString(WatcherConfig.CLUSTER_REPLACES)),
                config.getLong(WatcherConfig.HEARTBEAT_INTERVAL_MS),
                config.getLong(WatcherConfig.METADATA_COMPARE_INTERVAL_MS),
                clock);
    }

    private Check probe() {
        try {
            Check ofSource = source().probe();
            return ofSource.isOk() ? kafka.probe() : ofSource;
        } catch (IllegalArgumentException e) {
            return Check.failed(e.getMessage(), "set one of pods.file, kubeconfig, api.server, or run in the cluster");
        }
    }

    private PodSource source() {
        Path file = config.path(WatcherConfig.PODS_FILE);
        if (file != null) {
            return new PodFileSource(
                    file, mapper(null), config.getLong(WatcherConfig.PODS_FILE_INTERVAL_MS), metrics, clock.wall());
        }
        Config api = api();
        return new PodInformer(
                api,
                mapper(ApiConnection.address(api)),
                metrics,
                config.getLong(WatcherConfig.API_SILENCE_MAX_MS),
                clock.wall());
    }

    private Config api() {
        Path kubeconfig = config.path(WatcherConfig.KUBECONFIG);
        String server = config.getString(WatcherConfig.API_SERVER);
        if (kubeconfig != null) {
            return ApiConnection.kubeconfig(kubeconfig);
        }
        return server == null
                ? ApiConnection.inCluster(System.getenv())
                : ApiConnection.server(
                        server, config.path(WatcherConfig.API_TOKEN_FILE), config.path(WatcherConfig.API_CA_FILE));
    }

    private PodMapper mapper(String address) {
        String shown = config.getString(WatcherConfig.API_SERVER_URL);
        return new PodMapper(config.cluster(), shown == null ? address : shown, config.kept());
    }

    private final class StartedSource implements LoopParts.Source {

        @Override
        public void mayStart() {
            if (sourceStarted.compareAndSet(false, true)) {
                source.start(new TableFeed(table, metrics, clock.wall()));
            }
        }

        @Override
        public long heardAt() {
            return source.heardAt();
        }
    }

    private void runLoop() {
        try {
            loop.run();
        } catch (RuntimeException | Error e) {
            died = true;
            LOGGER.atError().setCause(e).log("the watcher's thread ended by an error");
            throw e;
        }
    }
}
