package io.tributary.standalone;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The embedded broker in a JVM of its own: so that a test can kill it, or a benchmark leave its CPU time out. */
public final class BrokerProcess {

    private BrokerProcess() {}

    /** Runs until it is killed; the arguments are the data directory and the port. */
    public static void main(String... args) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(Path.of(args[0]), Integer.parseInt(args[1]))) {
            broker.start();
            new CountDownLatch(1).await();
        }
    }
}
