package io.tributary.standalone.benchmark;

import io.tributary.standalone.EmbeddedBroker;
import java.nio.file.Path;

/** The embedded broker as a process of its own, so that its CPU time is not counted with what is measured. */
final class BrokerProcess {

    private BrokerProcess() {}

    /** Runs until it is ended; the arguments are data directory and port. */
    public static void main(String[] args) throws Exception {
        EmbeddedBroker broker = new EmbeddedBroker(Path.of(args[0]), Integer.parseInt(args[1]));
        broker.start();
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
        Thread.currentThread().join();
    }
}
