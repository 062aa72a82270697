package io.tributary.standalone.kit;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;

/**
 * Real brokers in this JVM, each of which can be stopped and started again, with listeners of any kind; a controller of its own
 * besides. {@link TestBroker} is for tests that only need a broker.
 */
public final class TestCluster implements AutoCloseable {

    private static final int CONTROLLER = 100;
    private static final String CLUSTER_ID = "dHJpYnV0YXJ5LXRlc3Q";
    private static final String HOST = "127.0.0.1:";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final int brokers;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Integer, KafkaRaftServer> running = new LinkedHashMap<>();
    private final int controllerPort = freePort();

    private record Listener(String name, String protocol, List<Integer> ports, List<Integer> advertised) {

        String at(int broker, List<Integer> addresses) {
            return name + "://" + HOST + addresses.get(broker - 1);
        }
    }

    /** @param brokers how many, numbered from 1 */
    public TestCluster(Path directory, int brokers) throws IOException {
        this.directory = directory;
        this.brokers = brokers;
        listener("INTERNAL", "PLAINTEXT");
        String replicas = Integer.toString(Math.min(brokers, 3));
        String inSync = Integer.toString(Math.min(brokers, 2));
        for (String log : List.of("transaction.state.log", "share.coordinator.state.topic")) {
            set(log + ".replication.factor", replicas).set(log + ".min.isr", inSync);
        }
        set("offsets.topic.replication.factor", replicas).set("offsets.topic.num.partitions", "3");
        set("transaction.state.log.num.partitions", "3").set("min.insync.replicas", inSync);
        set("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        set("auto.create.topics.enable", "false").set("group.initial.rebalance.delay.ms", "0");
        set("broker.session.timeout.ms", "4000").set("broker.heartbeat.interval.ms", "500");
        set("controlled.shutdown.retry.backoff.ms", "500");
        set("num.network.threads", "1").set("num.io.threads", "2").set("background.threads", "2");
        set("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    }

    /** Sets a broker setting; before the start. */
    public TestCluster set(String key, String value) {
        settings.put(key, value);
        return this;
    }

    /** A listener of this name and security protocol; before the start. */
    public TestCluster listener(String name, String protocol) throws IOException {
        List<Integer> ports = new ArrayList<>();
        for (int broker = 1; broker <= brokers; broker++) {
            ports.add(freePort());
        }
        listeners.add(new Listener(name, protocol, ports, ports));
        return this;
    }

    /** A plain listener that clients are told to reach through these proxies, one for each broker; before the start. */
    public TestCluster listener(String name, FaultProxy... proxies) throws IOException {
        listener(name, "PLAINTEXT");
        Listener direct = listeners.remove(listeners.size() - 1);
        List<Integer> advertised = new ArrayList<>();
        for (int i = 0; i < brokers; i++) {
            proxies[i].target(direct.ports.get(i));
            advertised.add(proxies[i].port());
        }
        listeners.add(new Listener(name, "PLAINTEXT", direct.ports, advertised));
        return this;
    }

    /** Starts all and returns when every broker takes part. */
    public TestCluster start() throws Exception {
        // A fatal fault of a broker would halt the JVM of all tests.
        Exit.setExitProcedure(TestCluster::died);
        Exit.setHaltProcedure(TestCluster::died);
        launch(CONTROLLER);
        List<CompletableFuture<Void>> starts = IntStream.rangeClosed(1, brokers)
                .mapToObj(broker -> CompletableFuture.runAsync(() -> launch(broker)))
                .toList();
        starts.forEach(CompletableFuture::join);
        awaitRunning();
        return this;
    }

    /** Starts a broker that was stopped, and returns when it takes part. */
    public void start(int broker) {
        launch(broker);
        awaitRunning();
    }

    /** Stops a broker in an orderly way; its data and ports stay. */
    public void stop(int broker) {
        KafkaRaftServer server;
        synchronized (running) {
            server = running.remove(broker);
        }
        server.shutdown();
        server.awaitShutdown();
    }

    /** Addresses for clients without any trouble. */
    public String bootstrapServers() {
        return bootstrapServers("INTERNAL");
    }

    /** Addresses of this listener. */
    public String bootstrapServers(String listener) {
        return listeners.stream()
                .filter(known -> known.name.equals(listener))
                .flatMap(known -> known.advertised.stream())
                .map(port -> HOST + port)
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        List<Integer> left;
        synchronized (running) {
            left = new ArrayList<>(running.keySet());
        }
        left.stream().sorted().forEach(this::stop);
    }

    private static void died(int status, String message) {
        throw new AssertionError("a broker ended with status " + status + ": " + message);
    }

    private int runningBrokers() {
        synchronized (running) {
            return running.size() - 1; // the controller is no broker
        }
    }

    private void launch(int node) {
        try {
            Path data = Files.createDirectories(directory.resolve("node-" + node));
            if (Files.notExists(data.resolve("meta.properties"))) {
                format(node, data);
            }
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings(node, data), false), Time.SYSTEM);
            synchronized (running) {
                running.put(node, server);
            }
            server.startup();
        } catch (Exception e) {
            throw new IllegalStateException("node " + node + " does not start", e);
        }
    }

    private Map<String, String> settings(int node, Path data) {
        Map<String, String> all = new TreeMap<>(settings);
        all.put("node.id", Integer.toString(node));
        all.put("log.dirs", data.toString());
        all.put("controller.listener.names", "CONTROLLER");
        all.put("controller.quorum.voters", CONTROLLER + "@" + HOST + controllerPort);
        all.put(
                "listener.security.protocol.map",
                "CONTROLLER:PLAINTEXT,"
                        + listeners.stream().map(l -> l.name + ':' + l.protocol).collect(Collectors.joining(",")));
        if (node == CONTROLLER) {
            all.put("process.roles", "controller");
            all.put("listeners", "CONTROLLER://" + HOST + controllerPort);
        } else {
            all.put("process.roles", "broker");
            all.put(
                    "listeners",
                    listeners.stream().map(l -> l.at(node, l.ports)).collect(Collectors.joining(",")));
            all.put(
                    "advertised.listeners",
                    listeners.stream().map(l -> l.at(node, l.advertised)).collect(Collectors.joining(",")));
            all.put("inter.broker.listener.name", "INTERNAL");
        }
        return all;
    }

    private static void format(int node, Path data) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setClusterId(CLUSTER_ID)
                .setNodeId(node)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .run();
    }

    private void awaitRunning() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            await("all started brokers take part")
                    .atMost(PATIENCE)
                    .until(() -> admin.describeCluster().nodes().get().size() == runningBrokers());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
