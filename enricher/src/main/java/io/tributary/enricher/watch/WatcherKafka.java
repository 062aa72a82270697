package io.tributary.enricher.watch;

import io.tributary.runtime.Check;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The watcher's Kafka clients, with the settings that its promises rest on. Used by one thread, but for the probe. */
final class WatcherKafka implements MetadataTopic, AutoCloseable {

    private static final int ANSWER_SECONDS = 30;
    private static final long READ_PATIENCE_MS = 60_000;
    private static final int PROBE_MS = 900;
    /** An open transaction hides newer rows from every reader (protocol 23). */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    private final Map<String, Object> clientConfig;
    private final String cluster;
    private final String topic;
    private final HeartbeatCodec heartbeats;
    private Admin admin;

    /**
     * Clients for one cluster's rows.
     *
     * @param clientConfig settings of all clients of this process, {@code bootstrap.servers} among them
     */
    WatcherKafka(Map<String, Object> clientConfig, String cluster, String topic) {
        this.clientConfig = Map.copyOf(clientConfig);
        this.cluster = cluster;
        this.topic = topic;
        this.heartbeats = new HeartbeatCodec(cluster);
    }

    @Override
    public MetadataPublisher publisher() {
        return new MetadataPublisher(producer(), topic, heartbeats.key());
    }

    @Override
    public long read(BiConsumer<String, byte[]> record) throws InterruptedException {
        // Open transactions included: the own rows may lie behind another watcher's.
        Map<TopicPartition, Long> ends =
                offsets(describe(), OffsetSpec.latest(), new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED));
        try (Consumer<String, byte[]> consumer = consumer()) {
            return new TopicReader(consumer, cluster, READ_PATIENCE_MS, System::currentTimeMillis).read(ends, record);
        }
    }

    @Override
    public HeartbeatReader heartbeats() {
        return new HeartbeatReader(consumer(), topic, heartbeats);
    }

    @Override
    public TopicMark mark() throws InterruptedException {
        TopicDescription description = describe();
        return new TopicMark(
                description.topicId(), offsets(description, OffsetSpec.earliest(), new ListOffsetsOptions()));
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }

    private Producer<String, byte[]> producer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId());
        config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_TIMEOUT_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_TIMEOUT_MS - 1_000);
        config.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.putAll(clientConfig);
        config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, clientId());
        return new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer());
    }

    private Consumer<String, byte[]> consumer() {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId());
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.putAll(clientConfig);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private TopicDescription describe() throws InterruptedException {
        return answer(admin().describeTopics(List.of(topic)).allTopicNames()).get(topic);
    }

    private Map<TopicPartition, Long> offsets(TopicDescription description, OffsetSpec spec, ListOffsetsOptions options)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = description.partitions().stream()
                .collect(Collectors.toMap(p -> new TopicPartition(topic, p.partition()), p -> spec));
        return answer(admin().listOffsets(asked, options).all()).entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().offset()));
    }

    private <T> T answer(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "topic " + topic + " cannot be read: " + e.getCause().getMessage()
                            + " (tributary topics create makes what is missing)",
                    e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "no answer from the brokers within " + ANSWER_SECONDS + " s: check kafka.bootstrap.servers", e);
        }
    }

    private Admin admin() {
        if (admin == null) {
            admin = admin(Map.of());
        }
        return admin;
    }

    /** Whether the brokers answer and the topic is there; takes less than a second, never throws. */
    Check probe() {
        Map<String, Object> quick = Map.of(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PROBE_MS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PROBE_MS);
        String servers = String.valueOf(clientConfig.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        Admin quickly;
        try {
            quickly = admin(quick);
        } catch (KafkaException e) {
            return Check.failed("no Kafka client can be made: " + deepest(e), "check the keys that begin with kafka.");
        }
        try {
            quickly.describeTopics(List.of(topic)).allTopicNames().get(PROBE_MS, TimeUnit.MILLISECONDS);
            return Check.ok();
        } catch (ExecutionException e) {
            return Check.failed(
                    "topic " + topic + " at " + servers + ": " + deepest(e),
                    "check kafka.bootstrap.servers and the rights on the topic; tributary topics create makes what is missing");
        } catch (TimeoutException e) {
            return Check.failed(
                    "no answer from Kafka at " + servers + " within " + PROBE_MS + " ms",
                    "check kafka.bootstrap.servers and the network");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Check.failed("the check of Kafka was interrupted", "try again");
        } finally {
            quickly.close(Duration.ZERO);
        }
    }

    private Admin admin(Map<String, Object> overrides) {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(AdminClientConfig.CLIENT_ID_CONFIG, clientId() + "-admin");
        config.putAll(overrides);
        return Admin.create(config);
    }

    private String clientId() {
        return cluster + "-watcher";
    }

    private static String deepest(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
}
