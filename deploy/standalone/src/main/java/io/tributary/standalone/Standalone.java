package io.tributary.standalone;

import io.tributary.runtime.Check;
import io.tributary.runtime.Component;
import io.tributary.runtime.Endpoints;
import io.tributary.runtime.Part;
import io.tributary.runtime.admin.AdminServer;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.schemas.TopicSetup;
import io.tributary.schemas.Topics;
import io.tributary.schemas.TopicsConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Broker, watcher, enricher and collector in one JVM, started in this order and stopped in the other.
 * The metadata are there before the first line is joined, where a source of them answers in time.
 */
public final class Standalone implements AutoCloseable {

    /** How long a part may take until it says that it works; after that everything starts all the same. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long LOOK_MILLIS = 50;

    private final Parts parts;
    private final StandaloneConfig config;
    private final Path data;
    private final Consumer<String> say;
    private final PartSettings settings;
    private final Endpoints endpoints = new Endpoints(Clock.systemUTC());
    private final Map<Part, Running> running = new LinkedHashMap<>();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private EmbeddedBroker broker;
    private String bootstrapServers;

    private record Running(Component component, Metrics metrics) {}

    /**
     * Prepares everything; nothing is opened.
     *
     * @param data folder for the state of all parts and the broker
     * @param say hears what a person should know, one sentence at a time
     * @throws org.apache.kafka.common.config.ConfigException if an override is known to no part
     */
    public Standalone(Parts parts, StandaloneConfig config, Path data, Consumer<String> say) {
        this.parts = parts;
        this.config = config;
        this.data = data;
        this.say = say;
        this.settings = new PartSettings(parts, config);
        settings.check();
    }

    /**
     * Starts everything; whatever was started before a failure is for {@link #close} to stop.
     *
     * @throws Exception if a part cannot run as configured; the message says what to change
     */
    public void start() throws Exception {
        refuseBadValues();
        startBroker();
        createTopics();
        if (config.pods().watcherKeys().isPresent()) {
            start(parts.watcher());
            awaitReady(parts.watcher());
        } else {
            say.accept(
                    "no source of pod metadata: events bear what the path tells; name one with --pods, --kubeconfig or --api-server");
        }
        start(parts.enricher());
        awaitReady(parts.enricher());
        start(parts.collector());
        AdminServer admin =
                AdminServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), endpoints.pages());
        toClose.push(admin);
        endpoints.started();
        say.accept("metrics and health: http://127.0.0.1:" + admin.port() + "/metrics /readyz /status");
    }

    /** Address of Kafka for other clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The topic that enriched events go to. */
    public String outputTopic() {
        return topics().outputOf(config.cluster());
    }

    /** A part's value for a key, after all overrides; the table's default where nothing was said. */
    public String setting(Part part, String key) {
        String value = settings.of(part, data, bootstrapServers).get(key);
        Object byDefault = part.definition().defaultValues().get(key);
        return value != null ? value : byDefault == null ? "" : byDefault.toString();
    }

    /** The figures of all parts by metric name, summed over labels. */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new HashMap<>();
        running.values()
                .forEach(part ->
                        figures.putAll(PrometheusText.sums(part.metrics().scrape())));
        return figures;
    }

    /** Why it cannot go on, if something has ended by itself. */
    public Optional<String> trouble() {
        if (broker != null && broker.fatal().isPresent()) {
            return broker.fatal().map(reason -> "the embedded broker has ended: " + reason);
        }
        return running.entrySet().stream()
                .filter(part -> part.getValue().component().failed())
                .map(part -> "the " + part.getKey().name() + " has ended by itself: "
                        + describe(part.getValue().component().check()))
                .findFirst();
    }

    /** Whether every part that runs says that it works. */
    public boolean ready() {
        return running.values().stream()
                .allMatch(part -> part.component().check().isOk());
    }

    /** Stops everything in the reverse order of starting; may be called more than once. */
    @Override
    public void close() {
        while (!toClose.isEmpty()) {
            AutoCloseable last = toClose.pop();
            try {
                last.close();
            } catch (Exception e) {
                // The others must be stopped all the same.
                say.accept("stopping " + last.getClass().getSimpleName() + " failed: " + e.getMessage());
            }
        }
    }

    /** Before the broker takes its seconds; constructing a part does no I/O, so the address need not be the real one. */
    private void refuseBadValues() {
        for (Part part : parts.all()) {
            if (part != parts.watcher() || config.pods().watcherKeys().isPresent()) {
                try (Metrics metrics = new Metrics()) {
                    part.create(settings.of(part, data, "127.0.0.1:1"), metrics);
                }
            }
        }
    }

    private void startBroker() throws IOException {
        if (config.kafka() instanceof StandaloneConfig.Kafka.Existing existing) {
            bootstrapServers = existing.bootstrapServers();
            return;
        }
        int port = ((StandaloneConfig.Kafka.Embedded) config.kafka()).port();
        broker = new EmbeddedBroker(data, port);
        toClose.push(broker);
        broker.start();
        bootstrapServers = broker.bootstrapServers();
        say.accept("Kafka listens on " + bootstrapServers);
    }

    private void createTopics() throws InterruptedException {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            new TopicSetup(admin).create(topics().specs(List.of(config.cluster())));
        }
    }

    private Topics topics() {
        return new Topics(
                setting(parts.enricher(), TopicsConfig.RAW),
                setting(parts.enricher(), TopicsConfig.METADATA),
                setting(parts.enricher(), TopicsConfig.DEAD_LETTER),
                setting(parts.enricher(), TopicsConfig.OUTPUT),
                Integer.parseInt(setting(parts.enricher(), TopicsConfig.RAW_PARTITIONS)),
                Short.parseShort(setting(parts.enricher(), TopicsConfig.REPLICATION)));
    }

    private void start(Part part) throws Exception {
        Files.createDirectories(data.resolve(part.name()));
        Metrics metrics = new Metrics();
        toClose.push(metrics);
        Component component = part.create(settings.of(part, data, bootstrapServers), metrics);
        toClose.push(component);
        component.start();
        running.put(part, new Running(component, metrics));
        endpoints.add(part.name(), component, metrics);
    }

    private void awaitReady(Part part) throws InterruptedException {
        Component component = running.get(part).component();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Check check = component.check();
        while (!check.isOk() && !component.failed() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK_MILLIS);
            check = component.check();
        }
        if (!check.isOk()) {
            say.accept("the " + part.name() + " does not work yet, going on without waiting: " + describe(check));
        }
    }

    private static String describe(Check check) {
        return check instanceof Check.Failed failed ? failed.what() + ": " + failed.remedy() : "see the log";
    }
}
