package io.tributary.enricher;

import io.tributary.schemas.Topics;
import io.tributary.schemas.TopicsConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** From our configuration to that of Kafka Streams: what is measured to be good, what the user says, and what no one may change. */
final class StreamsSettings {

    private static final int MEBIBYTE = 1 << 20;

    /** Streams asks for it until it is the only way in 5.0, where it goes. */
    private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

    /** Settings that a promise hangs on, with the reason that is told. */
    private static final Map<String, String> FIXED = fixed();

    /** Beginnings by which Streams tells its clients apart. */
    private static final List<String> CLIENTS =
            List.of("main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.");

    private StreamsSettings() {}

    private static Map<String, String> fixed() {
        Map<String, String> fixed = new HashMap<>();
        String exactlyOnce =
                "it is exactly_once_v2 always: with anything less the state could be ahead of the output, and lines would be lost";
        fixed.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, exactlyOnce);
        fixed.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, exactlyOnce);
        fixed.put(ProducerConfig.ACKS_CONFIG, exactlyOnce);
        fixed.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, exactlyOnce);
        fixed.put(
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "it is read_committed always: rows of an aborted write never were");
        fixed.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "offsets move with the transaction");
        fixed.put(
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "it is earliest always: what was seen is dropped, what was skipped would be lost");
        String handlers = "errors are answered in the topology: dead letters for records, abort and retry for all else";
        for (String key : Set.of(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                "default.deserialization.exception.handler",
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                GLOBAL_HANDLER,
                StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                "default.production.exception.handler",
                StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG)) {
            fixed.put(key, handlers);
        }
        fixed.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "use " + EnricherConfig.OUTPUT_RECORD_MAX_BYTES);
        fixed.put(StreamsConfig.APPLICATION_ID_CONFIG, "use " + EnricherConfig.APPLICATION_ID + " without a prefix");
        fixed.put(ConsumerConfig.GROUP_ID_CONFIG, "use " + EnricherConfig.APPLICATION_ID);
        fixed.put(
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
                "use " + EnricherConfig.GROUP_INSTANCE_ID + " without a prefix");
        fixed.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "it is classic: the other knows no stable instances");
        fixed.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "use " + EnricherConfig.THREADS);
        fixed.put(StreamsConfig.STATE_DIR_CONFIG, "use " + EnricherConfig.STATE_DIR + " without a prefix");
        fixed.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, "use " + TopicsConfig.REPLICATION);
        return Map.copyOf(fixed);
    }

    /**
     * Refuses settings that a promise hangs on.
     *
     * @throws ConfigException naming the key, its value and why
     */
    static void refuseFixed(EnricherConfig config) {
        for (String prefix : List.of(EnricherConfig.KAFKA_PREFIX, EnricherConfig.STREAMS_PREFIX)) {
            config.originalsWithPrefix(prefix).forEach((key, value) -> {
                String why = FIXED.get(withoutClient(key));
                if (why != null) {
                    throw new ConfigException(prefix + key, value, "it cannot be set: " + why);
                }
            });
        }
        String servers = EnricherConfig.STREAMS_PREFIX + AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG;
        if (config.originals().containsKey(servers)) {
            throw new ConfigException(
                    servers,
                    config.originals().get(servers),
                    "it cannot be set: use " + EnricherConfig.BOOTSTRAP_SERVERS);
        }
    }

    /** Everything Streams is to know. */
    static Properties of(EnricherConfig config) {
        Properties all = new Properties();
        all.putAll(measured());
        all.putAll(config.originalsWithPrefix(EnricherConfig.KAFKA_PREFIX));
        all.putAll(config.originalsWithPrefix(EnricherConfig.STREAMS_PREFIX));
        Topics topics = config.topics();
        all.put(StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId());
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic");
        all.put(GLOBAL_HANDLER, true);
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.getInt(EnricherConfig.THREADS));
        all.put(StreamsConfig.STATE_DIR_CONFIG, config.getString(EnricherConfig.STATE_DIR));
        all.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) topics.replication());
        all.put(
                StreamsConfig.topicPrefix(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG),
                topics.replication() >= 3 ? "2" : "1");
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        // Dead letters carry a raw record whole, and a held chunk is a raw record with a head (protocol 2).
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), 2 * Topics.MAX_MESSAGE_BYTES);
        if (config.groupInstanceId() != null) {
            all.put(
                    StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                    config.groupInstanceId());
            all.putIfAbsent(StreamsConfig.CLIENT_ID_CONFIG, config.groupInstanceId());
        }
        return all;
    }

    /** Settings of an admin client of our own. */
    static Map<String, Object> admin(EnricherConfig config) {
        Map<String, Object> settings = new HashMap<>(config.originalsWithPrefix(EnricherConfig.KAFKA_PREFIX));
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, config.applicationId() + "-topics");
        return settings;
    }

    /** The design's measurements give the reasons: batches and buffers for chunks of 64 KiB, limits in time for a short pause after a kill. */
    private static Map<String, Object> measured() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        // Streams 4.3 bounds what it has fetched by records only: 32 chunks of 64 KiB are 2 MiB a partition.
        settings.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, 32);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 15_000);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 100);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 2 * MEBIBYTE);
        settings.put(StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_BYTES_CONFIG), 16 * MEBIBYTE);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), 15_000);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), MEBIBYTE / 4);
        // A commit sends what is there, so this never delays an event by more than the commit interval.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 50);
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.BUFFER_MEMORY_CONFIG), 64L * MEBIBYTE);
        return settings;
    }

    private static String withoutClient(String key) {
        for (String client : CLIENTS) {
            if (key.startsWith(client)) {
                return key.substring(client.length());
            }
        }
        return key;
    }
}
