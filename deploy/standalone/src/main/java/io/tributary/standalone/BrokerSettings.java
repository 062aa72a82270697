package io.tributary.standalone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of a broker that is alone, small and next to everything else in one JVM. */
final class BrokerSettings {

    static final int NODE_ID = 1;
    /** Any 16 bytes in base 64: clusters of this kind never meet. */
    static final String CLUSTER_ID = "dHJpYnV0YXJ5LWxvbmU";

    static final String CONTROLLER_LISTENER = "CONTROLLER";
    private static final String CLIENT_LISTENER = "PLAINTEXT";
    private static final int CLEANER_BUFFER_BYTES = 4 << 20;

    private BrokerSettings() {}

    static Path dataDirectory(Path directory) {
        return directory.resolve("kafka");
    }

    static Map<String, String> of(Path directory, int clientPort, int controllerPort) {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put("process.roles", "broker,controller");
        settings.put("log.dirs", dataDirectory(directory).toString());
        listeners(settings, clientPort, controllerPort);
        singleReplica(settings);
        small(settings);
        return settings;
    }

    private static void listeners(Map<String, String> settings, int clientPort, int controllerPort) {
        String client = CLIENT_LISTENER + "://127.0.0.1:" + clientPort;
        settings.put("listeners", client + ',' + CONTROLLER_LISTENER + "://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", client);
        settings.put("controller.listener.names", CONTROLLER_LISTENER);
        settings.put("inter.broker.listener.name", CLIENT_LISTENER);
        settings.put(
                "listener.security.protocol.map", CLIENT_LISTENER + ":PLAINTEXT," + CONTROLLER_LISTENER + ":PLAINTEXT");
        settings.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    }

    private static void singleReplica(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        for (String log : new String[] {"transaction.state.log", "share.coordinator.state.topic"}) {
            settings.put(log + ".replication.factor", "1");
            settings.put(log + ".min.isr", "1");
            settings.put(log + ".num.partitions", "4");
        }
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "4");
    }

    private static void small(Map<String, String> settings) {
        settings.put("auto.create.topics.enable", "false");
        // After a kill the next start waits until the controller no longer believes in the broker that was.
        settings.put("broker.session.timeout.ms", "4000");
        settings.put("broker.heartbeat.interval.ms", "1000");
        settings.put("num.network.threads", "1");
        settings.put("num.io.threads", "2");
        settings.put("background.threads", "2");
        // The default takes 128 MB of heap.
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(CLEANER_BUFFER_BYTES));
        // The first member need not wait for others that will never come.
        settings.put("group.initial.rebalance.delay.ms", "0");
        // A killed enricher's open transaction hides what follows until it is aborted: look every second, not every
        // ten.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    }
}
