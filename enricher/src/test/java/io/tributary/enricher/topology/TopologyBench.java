package io.tributary.enricher.topology;

import io.tributary.enricher.metadata.HoldPolicy;
import io.tributary.enricher.route.SingleTopicRouter;
import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.FileId;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.PodMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The topology in Kafka's test driver, with words of the trade around it: write a chunk, publish a row, let time pass, read events. */
final class TopologyBench implements AutoCloseable {

    static final String CLUSTER = "c1";
    static final String OUTPUT = "k8s-c1";
    static final HoldPolicy HOLD = new HoldPolicy(10_000, 1 << 20, 16 << 20);

    final RecordedSums sums = new RecordedSums();
    final ReadableFormat format = new ReadableFormat();
    TopologyTestDriver driver;
    private final EnricherTopology topology;
    private TestInputTopic<String, byte[]> raw;
    private TestInputTopic<String, byte[]> metadata;
    private TestOutputTopic<String, String> output;
    private TestOutputTopic<String, byte[]> deadLetters;
    private final Map<String, Long> written = new HashMap<>();

    TopologyBench() {
        this(HOLD, new WholeLines(), 1_000_000);
    }

    TopologyBench(HoldPolicy hold, ChunkAssembly assembly, int maxRecordBytes) {
        OutputTopics topics = new OutputTopics() {
            @Override
            public boolean writable(String topic) {
                return topic.equals(OUTPUT);
            }

            @Override
            public String defaultTopic() {
                return OUTPUT;
            }

            @Override
            public int maxRecordBytes() {
                return maxRecordBytes;
            }
        };
        topology = new EnricherTopology(
                new TopologySettings("raw", "metadata", "dead-letter", hold),
                assembly,
                new Shaping(
                        new SingleTopicRouter("k8s-{cluster}", format.name()), Map.of(format.name(), format), topics),
                sums);
        replaceThread();
    }

    /** A thread takes over, without any state: what the same application knows besides its stores is kept. */
    void replaceThread() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        driver = new TopologyTestDriver(topology.get(), properties, Instant.parse("2026-01-01T00:00:00Z"));
        raw = driver.createInputTopic("raw", new StringSerializer(), new ByteArraySerializer());
        metadata = driver.createInputTopic("metadata", new StringSerializer(), new ByteArraySerializer());
        output = driver.createOutputTopic(OUTPUT, new StringDeserializer(), new StringDeserializer());
        deadLetters = driver.createOutputTopic("dead-letter", new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** {@code shop_web_1}: namespace, pod, id. */
    static String key(String podDirectory) {
        return RecordKeys.podKey(CLUSTER, podDirectory);
    }

    /** The collector ships the pod's next lines as one chunk. */
    void lines(String podDirectory, String... lines) {
        String text = String.join("\n", lines) + '\n';
        long offset = written.getOrDefault(podDirectory, 0L);
        written.put(podDirectory, offset + text.length());
        chunk(podDirectory, offset, text);
    }

    /** The collector ships one chunk at an offset of its choice. */
    void chunk(String podDirectory, long offset, String text) {
        raw(key(podDirectory), encoded(podDirectory, offset, text));
    }

    /** Anything lands in the raw topic. */
    void raw(String key, byte[] value) {
        raw.pipeInput(key, value);
    }

    static byte[] encoded(String podDirectory, long offset, String text) {
        ContainerLog source = ContainerLog.newBuilder()
                .setPodDirectory(podDirectory)
                .setContainer("main")
                .setRestart(0)
                .setLinkPath("/var/log/containers/x.log")
                .setPodLogPath("/var/log/pods/" + podDirectory + "/main/0.log")
                .setFileId(new FileId(new byte[16]))
                .build();
        LogChunk chunk = LogChunk.newBuilder()
                .setCluster(CLUSTER)
                .setNode("n1")
                .setSource(source)
                .setOffset(offset)
                .setReadTime(Instant.parse("2026-01-01T00:00:00Z"))
                .setPayload(new ChunkBytes(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))))
                .build();
        return SingleObjectSerde.logChunk().serialize("raw", chunk);
    }

    /** The watcher publishes a pod's row. */
    void row(String podDirectory, String label, String value) {
        row(podDirectory, Map.of(label, value), List.of());
    }

    /** The watcher publishes a pod's row that may lack something still. */
    void row(String podDirectory, Map<String, String> labels, List<String> incomplete) {
        String[] parts = podDirectory.split("_", 3);
        PodMetadata row = new PodMetadata();
        row.setCluster(CLUSTER);
        row.setPodDirectory(podDirectory);
        row.setNamespace(parts[0]);
        row.setName(parts[1]);
        row.setUid(parts[2]);
        row.setResourceVersion("1");
        row.setLabels(new HashMap<>(labels));
        row.setAnnotations(Map.of());
        row.setNodeLabels(Map.of());
        row.setPodIps(List.of());
        row.setOwners(List.of());
        row.setContainers(List.of());
        row.setIncomplete(List.copyOf(incomplete));
        metadata(key(podDirectory), SingleObjectSerde.podMetadata().serialize("metadata", row));
    }

    /** Anything lands in the metadata topic; {@code null} is a tombstone. */
    void metadata(String key, byte[] value) {
        metadata.pipeInput(key, value);
    }

    /** Time passes. */
    void pass(long millis) {
        driver.advanceWallClockTime(Duration.ofMillis(millis));
    }

    /** What came out since it was last asked for. */
    List<String> events() {
        return output.readValuesToList();
    }

    List<TestRecord<String, String>> records() {
        return output.readRecordsToList();
    }

    List<TestRecord<String, byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    KeyValueStore<Bytes, byte[]> held() {
        return driver.getKeyValueStore(StateStores.HELD);
    }

    KeyValueStore<String, byte[]> assembly() {
        return driver.getKeyValueStore(StateStores.ASSEMBLY);
    }

    static int size(KeyValueStore<?, byte[]> store) {
        int size = 0;
        try (KeyValueIterator<?, byte[]> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<?, byte[]> entry = entries.next();
                size += entry.value == null ? 0 : 1;
            }
        }
        return size;
    }

    @Override
    public void close() {
        driver.close();
    }
}
