package io.tributary.standalone.kit;

import static org.awaitility.Awaitility.await;

import io.tributary.collector.CollectorMain;
import io.tributary.collector.CollectorPart;
import io.tributary.enricher.EnricherMain;
import io.tributary.enricher.EnricherPart;
import io.tributary.enricher.watch.WatcherPart;
import io.tributary.runtime.Check;
import io.tributary.runtime.Component;
import io.tributary.runtime.Part;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.schemas.TopicSetup;
import io.tributary.schemas.Topics;
import io.tributary.standalone.PrometheusText;
import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.demo.StubApi;
import io.tributary.standalone.guarantee.Guarantees;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;

/** The whole way of a line for one test: its own topics, folder, API and guarantees on a shared broker. */
public final class Pipeline implements AutoCloseable {

    /** Partitions of the raw topic. */
    public static final int PARTITIONS = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLE = Duration.ofMillis(700);

    private final Path directory;
    private final String name;
    private final String bootstrapServers;
    private final Topics topics;
    private final Guarantees guarantees;
    private final KubeletDirectory logs;
    private final StubApi api;
    private final EnrichedReader reader;
    private final Map<String, String> extra = new TreeMap<>();
    private final Map<String, Running> running = new TreeMap<>();
    private final Map<String, ChildProcess> processes = new TreeMap<>();

    private record Running(Component component, Metrics metrics) {}

    /** On the shared broker. */
    public Pipeline(Path directory, String name) throws Exception {
        this(directory, name, TestBroker.bootstrapServers());
    }

    /**
     * On a broker of the test's own.
     *
     * @param name name of the cluster, another one for every test
     */
    public Pipeline(Path directory, String name, String bootstrapServers) throws Exception {
        this(directory, name, bootstrapServers, 1);
    }

    /**
     * On brokers of the test's own.
     *
     * @param replication replicas of every topic; from three on two have to be in sync
     */
    public Pipeline(Path directory, String name, String bootstrapServers, int replication) throws Exception {
        this.directory = directory;
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        this.topics = new Topics(
                "raw." + name, "metadata." + name, "dead-letter." + name, "k8s-{cluster}", PARTITIONS, (short)
                        replication);
        createTopics();
        this.guarantees = new Guarantees(name);
        this.logs = new KubeletDirectory(directory, guarantees);
        this.api = StubApi.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.reader = new EnrichedReader(bootstrapServers, topics.outputOf(name), guarantees::read);
    }

    /** The node's log folder. */
    public KubeletDirectory logs() {
        return logs;
    }

    /** The API that the watcher hears. */
    public StubApi api() {
        return api;
    }

    /** Reads the output. */
    public EnrichedReader reader() {
        return reader;
    }

    /** What must hold at the end. */
    public Guarantees guarantees() {
        return guarantees;
    }

    /** Makes the topics that are not there; done by the constructor, so only of use after one was deleted. */
    public void createTopics() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            new TopicSetup(admin).create(topics.specs(List.of(name)));
        }
    }

    /** Deletes the raw topic. */
    public void deleteRawTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            admin.deleteTopics(List.of(topics.raw())).all().get();
        }
    }

    /** The raw topic. */
    public String rawTopic() {
        return topics.raw();
    }

    /** What stands in the raw topic now of this pod. */
    public RawLog rawLog(DemoPod pod) {
        return RawLog.read(
                bootstrapServers, topics.raw(), pod.containers().get(0).podDirectory());
    }

    /** Waits until all lines written so far stand in the raw topic; for tests in which nobody reads it and one pod writes. */
    public RawLog awaitInRawLog(DemoPod pod) {
        return await("all lines are in the raw topic")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> rawLog(pod), raw -> raw.bytes() == guarantees.bytesWritten());
    }

    /** Sets a key for the parts started from now on. */
    public Pipeline set(String key, String value) {
        extra.put(key, value);
        return this;
    }

    /** Makes a pod known to the API, and its labels to the guarantees. */
    public void schedule(DemoPod pod, Map<String, String> namespaceLabels) {
        expect(pod, namespaceLabels);
        announce(pod, namespaceLabels);
    }

    /** Tells the guarantees only: the API hears of it later. */
    public void expect(DemoPod pod, Map<String, String> namespaceLabels) {
        Map<String, String> labels = new TreeMap<>();
        pod.json()
                .path("metadata")
                .path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        Map<String, String> ofNamespace = new TreeMap<>(namespaceLabels);
        String namespace = pod.json().path("metadata").path("namespace").asText();
        ofNamespace.put("kubernetes.io/metadata.name", namespace);
        guarantees.metadata().expect(pod.containers().get(0).podDirectory(), labels, ofNamespace);
    }

    /** Tells the API only. */
    public void announce(DemoPod pod, Map<String, String> namespaceLabels) {
        api.put(DemoPod.namespace(pod.json().path("metadata").path("namespace").asText(), namespaceLabels));
        api.put(pod.json());
    }

    /** Starts watcher, enricher and collector in this JVM, each when the one before works. */
    public void startAll() throws Exception {
        startWatcher();
        startEnricher();
        startCollector();
    }

    /** In this JVM. */
    public void startWatcher() throws Exception {
        start(new WatcherPart());
    }

    /** In this JVM. */
    public void startEnricher() throws Exception {
        start(new EnricherPart());
    }

    /** In this JVM. */
    public void startCollector() throws Exception {
        start(new CollectorPart());
    }

    /** In this JVM, without waiting until it works. */
    public void launchCollector() throws Exception {
        launch(new CollectorPart());
    }

    /** What a part of this JVM says of itself now. */
    public Check check(String part) {
        return running.get(part).component().check();
    }

    /** Waits until a part of this JVM says that it does not work, in words that contain these. */
    public Check.Failed awaitTrouble(String part, String words) {
        await(part + " says: " + words)
                .atMost(PATIENCE)
                .until(() -> check(part) instanceof Check.Failed failed
                        && failed.what().contains(words));
        return check(part) instanceof Check.Failed failed ? failed : new Check.Failed("", "");
    }

    /** Sum of a part's metric over its labels; 0 when there is none. */
    public double metric(String part, String name) {
        return PrometheusText.sums(running.get(part).metrics().scrape()).getOrDefault(name, 0.0);
    }

    /** Stops a part of this JVM in an orderly way. */
    public void stop(String part) {
        Running stopped = running.remove(part);
        stopped.component().close();
        stopped.metrics().close();
    }

    /** Waits until a part of this JVM says that it does not work. */
    public void awaitTrouble(String part) {
        awaitTrouble(part, "");
    }

    /** In a JVM of its own, to be killed. */
    public ChildProcess startCollectorProcess(String... jvmOptions) throws IOException {
        return startProcess(new CollectorPart(), CollectorMain.class, jvmOptions);
    }

    /** In a JVM of its own, to be killed. */
    public ChildProcess startEnricherProcess() throws IOException {
        guarantees.sums().attemptsMayBeRepeated();
        return startProcess(new EnricherPart(), EnricherMain.class);
    }

    /** Reads until every written line has come out. */
    public void awaitAllLines() {
        reader.await(
                "all " + guarantees.linesWritten() + " written lines come out",
                () -> guarantees.linesRead() >= guarantees.linesWritten());
    }

    /** Reads until every line has come out, looks whether more comes, and verifies every guarantee. */
    public void verify() {
        awaitAllLines();
        reader.readFor(SETTLE);
        running.values()
                .forEach(part -> guarantees.sums().scraped(part.metrics().scrape()));
        guarantees.verify();
    }

    @Override
    public void close() {
        for (String part : List.of("collector", "enricher", "watcher")) {
            if (running.containsKey(part)) {
                stop(part);
            }
        }
        processes.values().forEach(ChildProcess::close);
        reader.close();
        api.close();
    }

    private void start(Part part) throws Exception {
        launch(part);
        await(part.name() + " works")
                .atMost(PATIENCE)
                .until(() -> check(part.name()).isOk());
    }

    private void launch(Part part) throws Exception {
        Metrics metrics = new Metrics();
        Component component = part.create(config(part), metrics);
        running.put(part.name(), new Running(component, metrics));
        component.start();
    }

    private ChildProcess startProcess(Part part, Class<?> main, String... jvmOptions) throws IOException {
        Properties properties = new Properties();
        properties.putAll(config(part));
        properties.put("admin.listen", "");
        Path file = directory.resolve(part.name() + ".properties");
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            properties.store(out, null);
        }
        ChildProcess process = ChildProcess.start(
                directory.resolve(part.name() + ".out"), List.of(jvmOptions), main, "--config", file.toString());
        processes.put(part.name(), process);
        return process;
    }

    private Map<String, String> config(Part part) throws IOException {
        Map<String, String> all = new TreeMap<>();
        all.put("cluster.name", name);
        all.put("kafka.bootstrap.servers", bootstrapServers);
        all.put("topics.raw", topics.raw());
        all.put("topics.metadata", topics.metadata());
        all.put("topics.dead-letter", topics.deadLetter());
        all.put("topics.raw.partitions", Integer.toString(PARTITIONS));
        all.put("topics.replication", Short.toString(topics.replication()));
        all.put(
                "state.dir",
                Files.createDirectories(directory.resolve(part.name())).toString());
        all.put("node.name", "node-1");
        all.put("logs.root", logs.root().toString());
        all.put("links.check.owner", "false");
        all.put("logs.allowed.roots", logs.docker().toString());
        all.put("api.server", api.url());
        all.putAll(extra);
        all.keySet()
                .removeIf(key -> !part.definition().names().contains(key)
                        && part.passThrough().stream().noneMatch(key::startsWith));
        return all;
    }
}
