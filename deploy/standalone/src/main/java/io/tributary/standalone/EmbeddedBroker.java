package io.tributary.standalone;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One real Kafka broker inside this JVM: broker and controller in one, reachable from this machine only.
 * It formats its directory the first time, can be stopped and started again, and goes on with the same directory.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final String HOST = "127.0.0.1";

    private final Path directory;
    private final AtomicReference<String> fatal = new AtomicReference<>();
    private int port;
    private KafkaRaftServer server;
    private DirectoryLock lock;

    /**
     * Prepares a broker; nothing is opened before {@link #start}.
     *
     * @param directory where its data lives, made if missing; used by one broker at a time
     * @param port port that clients connect to, 1 to 65535, or 0 for any free one
     */
    public EmbeddedBroker(Path directory, int port) {
        this.directory = Objects.requireNonNull(directory, "directory is null");
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("Kafka port is " + port + ": use 1 to 65535, or 0 for any free one");
        }
        this.port = port;
    }

    /**
     * Starts the broker and returns when it answers; may be called again after {@link #stop}, and then keeps its port.
     *
     * @throws IOException if the port is taken or the directory cannot be used; nothing is left running then
     */
    public synchronized void start() throws IOException {
        if (server != null) {
            throw new IllegalStateException("broker on port " + port + " is already started");
        }
        int clientPort = port == 0 ? freePort() : checkFree(port);
        int controllerPort = freePort();
        fatal.set(null);
        // A fatal fault of the broker would halt the whole JVM, and with it parts that could still say what happened.
        Exit.setExitProcedure(this::died);
        Exit.setHaltProcedure(this::died);
        KafkaRaftServer starting = null;
        DirectoryLock taken = DirectoryLock.take(directory);
        try {
            format();
            starting = new KafkaRaftServer(
                    new KafkaConfig(BrokerSettings.of(directory, clientPort, controllerPort), false), Time.SYSTEM);
            starting.startup();
        } catch (Exception | LinkageError | AssertionError e) {
            // A half-started server keeps threads that would hold the JVM open for ever.
            if (starting != null) {
                starting.shutdown();
            }
            taken.close();
            throw new IOException(
                    "the embedded Kafka broker cannot start in " + directory + " on port " + clientPort + ": "
                            + rootMessage(e)
                            + ": check that the disk is not full, or name an empty directory",
                    e);
        }
        server = starting;
        lock = taken;
        port = clientPort;
        LOGGER.atInfo()
                .addKeyValue("port", port)
                .addKeyValue("directory", directory)
                .log("Embedded broker started");
    }

    /** Address for clients, {@code host:port}; known from the first start on. */
    public synchronized String bootstrapServers() {
        if (port == 0) {
            throw new IllegalStateException("the port is not known before the first start");
        }
        return HOST + ':' + port;
    }

    /** Why the broker gave up by itself, if it did. */
    public Optional<String> fatal() {
        return Optional.ofNullable(fatal.get());
    }

    /** Stops the broker and waits until its threads have ended; its data and port stay, and {@link #start} goes on with them. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        server = null;
        lock.close();
    }

    @Override
    public void close() {
        stop();
    }

    private void died(int status, String message) {
        String reason = message == null ? "fatal fault, see the log (status " + status + ")" : message;
        fatal.compareAndSet(null, reason);
        throw new AssertionError("the embedded Kafka broker ended: " + reason);
    }

    private void format() throws Exception {
        Path data = Files.createDirectories(BrokerSettings.dataDirectory(directory));
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                // With it a broker that was killed is no longer trusted with its own partitions; alone, it has no
                // other.
                .setFeatureLevel(Feature.ELIGIBLE_LEADER_REPLICAS_VERSION.featureName(), (short) 0)
                .setClusterId(BrokerSettings.CLUSTER_ID)
                .setNodeId(BrokerSettings.NODE_ID)
                .setControllerListenerName(BrokerSettings.CONTROLLER_LISTENER)
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setIgnoreFormatted(true)
                .run();
    }

    private static int checkFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException e) {
            throw new IOException(
                    "Kafka port " + port
                            + " is taken: name another one with --kafka-port, or leave it out for any free one",
                    e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
