package io.tributary.collector.publish;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The producer's settings: ours where a promise hangs on them, the user's for all else.
 *
 * <p>Memory. The producer takes one buffer of {@code batch.size} per open or unanswered batch, however full, so the batch must
 * shrink as partitions grow, or a few batches exhaust {@code buffer.memory} and readers wait with Kafka idle. With a buffer of
 * {@code inflight.max.bytes} (8 MiB) a batch is the smallest of
 * 512 KiB, buffer / (partitions + 2), so that every partition can have one open, and
 * buffer / 24, so that a stuck partition (five unanswered requests and one open batch) holds at most a quarter (protocol 26);
 * never smaller than one record, or the producer allocates a fresh buffer for each. Where that floor counts the buffer grows.
 * 6 or 12 partitions: 336 KiB of 8 MiB; 48: 160 KiB of 8 MiB; 200: 80 KiB of 15.8 MiB (chunks of 64 KiB each).
 *
 * <p>Rebootstrapping, Kafka's default since 4.0, is off: when all brokers are away it forgets the topic, and then a send waits for
 * metadata, fails, and ends the producer with all that is under way (seen with 4.3.1). {@link ChunkPublisher#replaceIfStale} does
 * its good part: finding brokers that have moved.
 */
public final class ProducerSettings {

    private static final int BATCH_MAX = 512 << 10;
    private static final int BATCH_STEP = 16 << 10;
    private static final int REQUESTS_IN_FLIGHT = 5;
    private static final int BATCHES_OF_STUCK_PARTITION = REQUESTS_IN_FLIGHT + 1;
    private static final int LINGER_MS = 20;
    /** Long enough for fetching metadata, short enough for a reader that meets a topic just deleted. */
    private static final int MAX_BLOCK_MS = 1_000;
    /** Ten years: a node that is quiet for longer than this may have to wait for metadata in a send. */
    private static final long METADATA_IDLE_MS = 315_360_000_000L;

    private static final String ORDER = "without it lines could be lost, doubled or change places; remove the setting";
    private static final String EXPIRY = "a batch must never expire while Kafka is away; remove the setting";
    private static final String FORM = "records have one wire form and one key; remove the setting";

    private static final Map<String, String> FORBIDDEN = Map.of(
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "raw records are not transactional; remove the setting",
            ProducerConfig.PARTITIONER_CLASS_CONFIG,
            FORM,
            ProducerConfig.PARTITIONER_IGNORE_KEYS_CONFIG,
            FORM,
            ProducerConfig.INTERCEPTOR_CLASSES_CONFIG,
            "an interceptor could change or swallow records; remove the setting");

    /** Settings that the promises hang on, with the only value each may have and why. */
    private static final Map<String, Fixed> FIXED = fixed();

    private final Map<String, Object> values;
    private final int recordMax;

    private ProducerSettings(Map<String, Object> values, int recordMax) {
        this.values = Map.copyOf(values);
        this.recordMax = recordMax;
    }

    /**
     * Lays ours over the user's.
     *
     * @throws ConfigException naming the key if a setting would break a promise, or batch and buffer do not fit each other
     */
    public static ProducerSettings of(PublishConfig config) {
        Map<String, Object> values = new HashMap<>();
        values.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        values.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        values.put(ProducerConfig.CLIENT_ID_CONFIG, "tributary-collector-" + config.node());
        values.putAll(config.client());
        FIXED.forEach((key, fixed) -> {
            String given = config.client().get(key);
            if (given != null && !fixed.allows(given)) {
                throw refused(key, given, fixed.why());
            }
            values.put(key, fixed.value());
        });
        for (String key : FORBIDDEN.keySet()) {
            if (values.containsKey(key)) {
                throw refused(key, values.get(key), FORBIDDEN.get(key));
            }
        }
        sizes(config, values);
        return new ProducerSettings(values, config.recordMaxBytes());
    }

    /**
     * The same with a batch for every record: a topic's limit counts for whole batches, and a batch that is refused is sent again in
     * halves until its parts fit, each time anew.
     */
    ProducerSettings oneRecordPerBatch() {
        Map<String, Object> changed = new HashMap<>(values);
        changed.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
        return new ProducerSettings(changed, recordMax);
    }

    /** Everything, by Kafka's own names. */
    public Map<String, Object> asMap() {
        return values;
    }

    /** Size of a batch in bytes. */
    int batchSize() {
        return (Integer) values.get(ProducerConfig.BATCH_SIZE_CONFIG);
    }

    /** Bytes of buffer that a send takes at most. */
    int bufferPerSend() {
        return Math.max(batchSize(), recordMax);
    }

    /** All batches together, in bytes. */
    long bufferMemory() {
        return (Long) values.get(ProducerConfig.BUFFER_MEMORY_CONFIG);
    }

    private static void sizes(PublishConfig config, Map<String, Object> values) {
        int partitions = config.topic().partitions();
        int batch = (int) number(values, ProducerConfig.BATCH_SIZE_CONFIG, batchSize(config));
        if (batch < config.recordMaxBytes()) {
            throw refused(
                    ProducerConfig.BATCH_SIZE_CONFIG,
                    batch,
                    "use at least " + config.recordMaxBytes()
                            + " (chunk.max.bytes and 16384 for the rest of a record), or every record gets a buffer of its own");
        }
        long least = (partitions + 2L) * batch;
        long chosen = Math.max(
                Math.max(config.inflightMaxBytes(), least), BATCHES_OF_STUCK_PARTITION * 4L * config.recordMaxBytes());
        long buffer = number(values, ProducerConfig.BUFFER_MEMORY_CONFIG, chosen);
        if (buffer < least) {
            throw refused(
                    ProducerConfig.BUFFER_MEMORY_CONFIG,
                    buffer,
                    "use at least " + least + " (topics.raw.partitions + 2 batches of " + batch
                            + "), or a smaller kafka.batch.size");
        }
        values.put(ProducerConfig.BATCH_SIZE_CONFIG, batch);
        values.put(ProducerConfig.BUFFER_MEMORY_CONFIG, buffer);
    }

    private static int batchSize(PublishConfig config) {
        long buffer = config.inflightMaxBytes();
        long share = Math.min(buffer / (config.topic().partitions() + 2L), buffer / (4L * BATCHES_OF_STUCK_PARTITION));
        long batch = Math.min(share, BATCH_MAX) / BATCH_STEP * BATCH_STEP;
        return (int) Math.max(batch, config.recordMaxBytes());
    }

    private static long number(Map<String, Object> values, String key, long otherwise) {
        Object given = values.get(key);
        if (given == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(given.toString().trim());
        } catch (NumberFormatException e) {
            throw refused(key, given, "use a whole number of bytes", e);
        }
    }

    private static ConfigException refused(String key, Object value, String why) {
        return new ConfigException("kafka." + key, value, why);
    }

    private static ConfigException refused(String key, Object value, String why, Throwable cause) {
        ConfigException refused = refused(key, value, why);
        refused.initCause(cause);
        return refused;
    }

    private static Map<String, Fixed> fixed() {
        Map<String, Fixed> fixed = new LinkedHashMap<>();
        fixed.put(ProducerConfig.ACKS_CONFIG, new Fixed("all", "-1", "use all; " + ORDER));
        fixed.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, new Fixed("true", null, "use true; " + ORDER));
        fixed.put(
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                new Fixed(Integer.toString(REQUESTS_IN_FLIGHT), null, "use " + REQUESTS_IN_FLIGHT + "; " + ORDER));
        fixed.put(ProducerConfig.RETRIES_CONFIG, new Fixed(Integer.toString(Integer.MAX_VALUE), null, EXPIRY));
        fixed.put(
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                new Fixed(Integer.toString(Integer.MAX_VALUE), null, EXPIRY));
        fixed.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                new Fixed(
                        Integer.toString(MAX_BLOCK_MS),
                        null,
                        "readers never wait in a send; inflight.max.bytes is the limit; remove the setting"));
        fixed.put(
                ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                new Fixed(
                        Long.toString(METADATA_IDLE_MS),
                        null,
                        "forgetting the topic would make a reader wait; remove the setting"));
        fixed.put(
                CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG,
                new Fixed(
                        "none",
                        null,
                        "forgetting the topic while Kafka is away would make a reader wait; remove the setting"));
        String bytes = ByteArraySerializer.class.getName();
        fixed.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, new Fixed(bytes, null, FORM));
        fixed.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, new Fixed(bytes, null, FORM));
        return fixed;
    }

    private record Fixed(String value, String synonym, String why) {

        boolean allows(String given) {
            return value.equalsIgnoreCase(given.trim()) || Objects.equals(synonym, given.trim());
        }
    }
}
