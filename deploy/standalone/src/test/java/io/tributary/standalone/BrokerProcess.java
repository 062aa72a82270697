package io.tributary.standalone;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A broker in a JVM of its own: the test kills it. */
final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String... args) throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(Path.of(args[0]), Integer.parseInt(args[1]))) {
            broker.start();
            new CountDownLatch(1).await();
        }
    }
}
