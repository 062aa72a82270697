package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.standalone.kit.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    @TempDir
    Path directory;

    @Test
    void shouldKeepDataAndPortWhenStoppedAndStartedAgainInOneJvm() throws Exception {
        // Given
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            broker.start();
            String address = broker.bootstrapServers();
            createTopic(address, "kept");
            commitInTransaction(address, "kept", "before");

            // When
            broker.stop();
            broker.start();
            commitInTransaction(address, "kept", "after");

            // Then
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(readCommitted(address, "kept", 2)).containsExactly("before", "after");
            assertThat(broker.fatal()).isEmpty();
        }
    }

    @Test
    void shouldGoOnWithTheSameDirectoryWhenAnotherInstanceTakesItOver() throws Exception {
        // Given
        try (EmbeddedBroker first = new EmbeddedBroker(directory, 0)) {
            first.start();
            createTopic(first.bootstrapServers(), "kept");
            commitInTransaction(first.bootstrapServers(), "kept", "one");
        }

        // When
        try (EmbeddedBroker second = new EmbeddedBroker(directory, 0)) {
            second.start();

            // Then
            assertThat(readCommitted(second.bootstrapServers(), "kept", 1)).containsExactly("one");
        }
    }

    @Test
    void shouldServeWhatWasCommittedWhenItsProcessWasKilled() throws Exception {
        // Given
        int port = freePort();
        String address = "127.0.0.1:" + port;
        Path log = directory.resolve("broker.out");
        try (ChildProcess process =
                ChildProcess.start(log, BrokerProcess.class, directory.toString(), Integer.toString(port))) {
            createTopic(address, "kept");
            commitInTransaction(address, "kept", "before");
            process.kill();
        }

        // When
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, port)) {
            broker.start();

            // Then
            assertThat(readCommitted(address, "kept", 1)).containsExactly("before");
        }
    }

    @Test
    void shouldSayWhatToDoAndLeaveNoThreadWhenThePortIsTaken() throws Exception {
        // Given
        Set<String> before = liveThreads();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmbeddedBroker broker = new EmbeddedBroker(directory, other.getLocalPort())) {

            // When / Then
            assertThatThrownBy(broker::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " is taken")
                    .hasMessageContaining("--kafka-port");
        }
        assertThat(liveThreads()).isSubsetOf(before);
    }

    @Test
    void shouldLeaveTheFirstRunningWhenASecondBrokerWantsItsDirectory() throws Exception {
        // Given
        try (EmbeddedBroker first = new EmbeddedBroker(directory, 0);
                EmbeddedBroker second = new EmbeddedBroker(directory, 0)) {
            first.start();

            // When / Then
            assertThatThrownBy(second::start).isInstanceOf(IOException.class).hasMessageContaining("is in use");
            createTopic(first.bootstrapServers(), "still-there");
        }
    }

    @Test
    void shouldRefuseAPortThatDoesNotExist() {
        assertThatThrownBy(() -> new EmbeddedBroker(directory, 65_536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void createTopic(String address, String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static void commitInTransaction(String address, String topic, String value) throws Exception {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", address));
        config.put("transactional.id", "test");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> sent = producer.send(new ProducerRecord<>(topic, value));
            producer.commitTransaction();
            sent.get(10, TimeUnit.SECONDS);
        }
    }

    private static List<String> readCommitted(String address, String topic, int count) {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", address));
        config.put("group.id", "test");
        config.put("auto.offset.reset", "earliest");
        config.put("isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            while (values.size() < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> r : consumer.poll(Duration.ofMillis(200))) {
                    values.add(r.value());
                }
            }
        }
        return values;
    }

    private static Set<String> liveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void shouldNotFormatAgainWhenTheDirectoryWasFormattedByAnEarlierRun() throws Exception {
        // Given
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            broker.start();
        }
        Path meta = BrokerSettings.dataDirectory(directory).resolve("meta.properties");
        String formatted = Files.readString(meta, StandardCharsets.UTF_8);

        // When
        try (EmbeddedBroker broker = new EmbeddedBroker(directory, 0)) {
            broker.start();
        }

        // Then
        assertThat(Files.readString(meta, StandardCharsets.UTF_8)).isEqualTo(formatted);
    }
}
