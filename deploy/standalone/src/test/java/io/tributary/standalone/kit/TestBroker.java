package io.tributary.standalone.kit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tributary.standalone.EmbeddedBroker;
import io.tributary.standalone.WorkDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/**
 * One broker for all tests of this JVM: the embedded one, or with {@code -Dkafka.in=container} Kafka's own image.
 * Each test has topics of its own, so that they do not meet.
 */
public final class TestBroker {

    private static final String IMAGE = "apache/kafka:4.3.1";

    private TestBroker() {}

    /** Where it listens; started by the first who asks, stopped with the JVM. */
    public static String bootstrapServers() {
        return Shared.ADDRESS;
    }

    private static String start() {
        return "container".equals(System.getProperty("kafka.in")) ? startContainer() : startEmbedded();
    }

    private static String startEmbedded() {
        try {
            WorkDirectory directory = WorkDirectory.temporary("tributary-test-broker-");
            EmbeddedBroker broker = new EmbeddedBroker(directory.path(), 0);
            broker.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                broker.close();
                directory.close();
            }));
            return broker.bootstrapServers();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("resource") // testcontainers removes it when the JVM ends
    private static String startContainer() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(), "-Dkafka.in=container, but no Docker answers here");
        KafkaContainer container = new KafkaContainer(IMAGE);
        container.start();
        return container.getBootstrapServers();
    }

    private static final class Shared {
        static final String ADDRESS = start();
    }
}
