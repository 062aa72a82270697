package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.enricher.watch.WatcherMain;
import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.TopicSetup;
import io.tributary.schemas.Topics;
import io.tributary.schemas.record.PodMetadata;
import io.tributary.schemas.record.WatcherHeartbeat;
import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.demo.StubApi;
import io.tributary.standalone.kit.ChildProcess;
import io.tributary.standalone.kit.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Watchers as processes of their own, on a real broker: who writes, and what becomes of a topic that is lost. */
class WatcherIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int HEARTBEAT_MS = 1_000;

    @TempDir
    Path directory;

    private final List<ChildProcess> processes = new ArrayList<>();
    private final SingleObjectSerde<PodMetadata> rowSerde = SingleObjectSerde.podMetadata();
    private final SingleObjectSerde<WatcherHeartbeat> beatSerde = SingleObjectSerde.watcherHeartbeat();
    private StubApi api;

    @BeforeEach
    void startApi() throws IOException {
        api = StubApi.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        api.put(DemoPod.namespace("shop", Map.of("team", "storefront")));
        api.put(pod("1"));
    }

    @AfterEach
    void stop() {
        processes.forEach(ChildProcess::close);
        api.close();
    }

    @Test
    void shouldLetOneWatcherWriteWhenTheOtherIsStoppedAndContinued() throws Exception {
        // Given
        createTopics("one-writer");
        ChildProcess first = start("one-writer", "a");
        await().atMost(PATIENCE)
                .until(() -> writers("one-writer").contains("a")
                        && version("one-writer").equals("1"));
        ChildProcess second = start("one-writer", "b");

        // When
        first.suspend();
        await().atMost(PATIENCE).until(() -> writers("one-writer").contains("b"));
        api.put(pod("2"));
        await().atMost(PATIENCE).until(() -> version("one-writer").equals("2"));
        first.resume();
        int written = writers("one-writer").size();
        await().atMost(PATIENCE).until(() -> writers("one-writer").size() >= written + 6);

        // Then nobody took turns, and the one that is left goes on
        List<String> writers = writers("one-writer");
        assertThat(writers.subList(writers.indexOf("b"), writers.size())).containsOnly("b");
        assertThat(first.isAlive()).isTrue();
        second.kill();
        await().atMost(PATIENCE).until(() -> {
            List<String> now = writers("one-writer");
            return now.get(now.size() - 1).equals("a");
        });
        api.put(pod("3"));
        await().atMost(PATIENCE).until(() -> version("one-writer").equals("3"));
    }

    @Test
    void shouldPublishEverythingAgainWhenTheTopicWasDeletedAndMadeAnew() throws Exception {
        // Given
        createTopics("lost-topic");
        ChildProcess watcher = start("lost-topic", "a");
        await().atMost(PATIENCE).until(() -> version("lost-topic").equals("1"));

        // When
        try (Admin admin = admin()) {
            admin.deleteTopics(List.of(topics("lost-topic").metadata())).all().get();
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            createTopics("lost-topic");
            return true;
        });

        // Then
        await().atMost(PATIENCE).until(() -> version("lost-topic").equals("1"));
        await().atMost(PATIENCE).until(() -> beats("lost-topic").stream().anyMatch(WatcherHeartbeat::getComplete));
        assertThat(watcher.isAlive()).isTrue();
    }

    private ChildProcess start(String cluster, String instance) throws IOException {
        Path config = Files.writeString(directory.resolve(cluster + instance + ".properties"), """
                cluster.name=%s
                instance.id=%s
                heartbeat.interval.ms=%d
                api.server=%s
                kafka.bootstrap.servers=%s
                topics.metadata=%s
                topics.replication=1
                admin.listen=
                """.formatted(
                        cluster,
                        instance,
                        HEARTBEAT_MS,
                        api.url(),
                        TestBroker.bootstrapServers(),
                        topics(cluster).metadata()));
        ChildProcess process = ChildProcess.start(
                directory.resolve(cluster + instance + ".out"), WatcherMain.class, "--config", config.toString());
        processes.add(process);
        return process;
    }

    /** Who wrote each heartbeat that is in the topic, in order. */
    private List<String> writers(String cluster) {
        return beats(cluster).stream().map(WatcherHeartbeat::getInstance).toList();
    }

    private List<WatcherHeartbeat> beats(String cluster) {
        return records(cluster).stream()
                .filter(record -> record.key().equals(RecordKeys.heartbeatKey(cluster)))
                .map(record -> beatSerde.deserialize(null, record.value()))
                .toList();
    }

    /** The label of the only pod in its newest row; empty for none. */
    private String version(String cluster) {
        return records(cluster).stream()
                .filter(record -> rowSerde.recognises(record.value()))
                .map(record ->
                        rowSerde.deserialize(null, record.value()).getLabels().get("version"))
                .reduce("", (older, newer) -> newer);
    }

    private List<ConsumerRecord<String, byte[]>> records(String cluster) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(topics(cluster).metadata())
                    .stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream().allMatch(partition -> consumer.position(partition) >= ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static void createTopics(String cluster) throws InterruptedException {
        try (Admin admin = admin()) {
            new TopicSetup(admin).create(topics(cluster).specs(List.of(cluster)));
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrapServers()));
    }

    private static Topics topics(String cluster) {
        return new Topics(
                "raw." + cluster, "metadata." + cluster, "dead-letter." + cluster, "k8s-{cluster}", 2, (short) 1);
    }

    private static ObjectNode pod(String version) {
        return DemoPod.named("shop", "web-0", "node-1")
                .label("version", version)
                .container("app", "registry.example/app:1")
                .build()
                .json();
    }
}
