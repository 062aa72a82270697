package io.tributary.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.FileId;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.PodMetadata;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole enricher as it is wired, from a chunk of a CRI file to the JSON that Logstash reads; and its sums. */
class EnrichedLineTest {

    private static final String POD = "shop_web-7d4b9c_0b1c2d3e-0000-4000-8000-000000000001";
    private static final String KEY = "c1/" + POD;
    private static final String LINK = "/var/log/containers/web-7d4b9c_shop_main-" + "a".repeat(64) + ".log";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Metrics metrics = new Metrics();
    private TopologyTestDriver driver;
    private TestInputTopic<String, byte[]> raw;
    private TestInputTopic<String, byte[]> metadata;
    private TestOutputTopic<String, String> output;
    private long offset;

    @BeforeEach
    void startDriver() {
        EnricherConfig config = EnricherConfigTest.with(Map.of());
        driver = new TopologyTestDriver(new Enricher(config, metrics).topology().get(), StreamsSettings.of(config));
        raw = driver.createInputTopic("tributary.raw", new StringSerializer(), new ByteArraySerializer());
        metadata = driver.createInputTopic("tributary.metadata", new StringSerializer(), new ByteArraySerializer());
        output = driver.createOutputTopic("k8s-c1", new StringDeserializer(), new StringDeserializer());
    }

    @AfterEach
    void closeDriver() {
        driver.close();
        metrics.close();
    }

    @Test
    void shouldWriteOneJsonObjectWithLabelsPerLine() throws Exception {
        publishRow();

        ship("2026-01-02T03:04:05.000000006Z stdout F hello\n2026-01-02T03:04:06Z stderr F world\n");

        List<String> records = output.readValuesToList();
        assertThat(records).hasSize(2);
        JsonNode first = JSON.readTree(records.get(0));
        assertThat(first.get("log").asText()).isEqualTo("hello");
        assertThat(first.get("stream").asText()).isEqualTo("stdout");
        assertThat(first.at("/kubernetes/labels/app").asText()).isEqualTo("web");
        assertThat(first.at("/kubernetes/namespace_labels/team").asText()).isEqualTo("blue");
        assertThat(first.at("/metadata/filename").asText()).isEqualTo(LINK);
        assertThat(first.at("/tributary/metadata").isMissingNode()).isTrue();
        assertThat(JSON.readTree(records.get(1)).get("log").asText()).isEqualTo("world");
    }

    @Test
    void shouldJoinPiecesOfALineAcrossChunks() throws Exception {
        publishRow();

        ship("2026-01-02T03:04:05Z stdout P hel\n");
        ship("2026-01-02T03:04:05Z stdout F lo\n");

        assertThat(JSON.readTree(output.readValue()).get("log").asText()).isEqualTo("hello");
        assertThat(output.isEmpty()).isTrue();
        assertThat(count("tributary_enricher_joined_lines_total")).isEqualTo(1);
    }

    @Test
    void shouldTellAllThatThePathTellsWhenTheRowDoesNotCome() throws Exception {
        ship("2026-01-02T03:04:05Z stdout F alone\n");
        assertThat(output.isEmpty()).isTrue();

        driver.advanceWallClockTime(Duration.ofSeconds(10));

        JsonNode event = JSON.readTree(output.readValue());
        assertThat(event.get("log").asText()).isEqualTo("alone");
        assertThat(event.at("/kubernetes/namespace_name").asText()).isEqualTo("shop");
        assertThat(event.at("/kubernetes/pod_name").asText()).isEqualTo("web-7d4b9c");
        assertThat(event.at("/kubernetes/pod_id").asText()).isEqualTo("0b1c2d3e-0000-4000-8000-000000000001");
        assertThat(event.at("/kubernetes/container_name").asText()).isEqualTo("main");
        assertThat(event.at("/docker/container_id").asText()).isEqualTo("a".repeat(64));
        assertThat(event.at("/metadata/filename").asText()).isEqualTo(LINK);
        assertThat(event.get("host").asText()).isEqualTo("n1");
        assertThat(event.at("/tributary/metadata/state").asText()).isEqualTo("path-only");
        assertThat(event.at("/tributary/metadata/reason").asText()).isEqualTo("timeout");
    }

    @Test
    void shouldSendAForeignClustersEventsToTheDefaultTopicFlagged() throws Exception {
        raw.pipeInput("c2/" + POD, chunk("c2", 0, "2026-01-02T03:04:05Z stdout F lost way\n"));
        driver.advanceWallClockTime(Duration.ofSeconds(10));

        assertThat(JSON.readTree(output.readValue()).at("/tributary/flags").toString())
                .contains("rerouted");
        assertThat(driver.producedTopicNames()).doesNotContain("k8s-c2");
    }

    @Test
    void shouldBalanceItsSums() {
        publishRow();
        String lines = "2026-01-02T03:04:05Z stdout P hel\n2026-01-02T03:04:05Z stdout F lo\nno runtime wrote this\n";
        ship(lines);
        raw.pipeInput(KEY, chunk("c1", 0, lines));
        raw.pipeInput(KEY, new byte[] {1, 2, 3});
        raw.pipeInput("c1/shop_other_9", "x".getBytes(StandardCharsets.UTF_8));

        double received = count("tributary_enricher_received_bytes_total");
        assertThat(received)
                .isEqualTo(2.0 * lines.length() + 4)
                .isEqualTo(count("tributary_enricher_new_bytes_total")
                        + count("tributary_enricher_duplicate_bytes_total")
                        + count("tributary_enricher_held_bytes")
                        + count("tributary_enricher_dead_lettered_bytes_total"));
        assertThat(count("tributary_enricher_lines_total"))
                .isEqualTo(count("tributary_enricher_events_total") + count("tributary_enricher_joined_lines_total"));
        assertThat(count("tributary_enricher_events_total"))
                .isEqualTo(count("tributary_enricher_sent_total"))
                .isEqualTo(output.readValuesToList().size());
    }

    private void publishRow() {
        PodMetadata row = new PodMetadata();
        row.setCluster("c1");
        row.setPodDirectory(POD);
        row.setNamespace("shop");
        row.setName("web-7d4b9c");
        row.setUid("0b1c2d3e-0000-4000-8000-000000000001");
        row.setResourceVersion("1");
        row.setLabels(Map.of("app", "web"));
        row.setAnnotations(Map.of());
        row.setNodeLabels(Map.of());
        row.setPodIps(List.of());
        row.setOwners(List.of());
        row.setContainers(List.of());
        row.setNamespaceFacts(new NamespaceFacts("u", null, Map.of("team", "blue"), Map.of()));
        row.setIncomplete(List.of());
        metadata.pipeInput(KEY, SingleObjectSerde.podMetadata().serialize("m", row));
    }

    private void ship(String text) {
        raw.pipeInput(KEY, chunk("c1", offset, text));
        offset += text.length();
    }

    private static byte[] chunk(String cluster, long at, String text) {
        ContainerLog source = ContainerLog.newBuilder()
                .setPodDirectory(POD)
                .setContainer("main")
                .setRestart(0)
                .setContainerId("a".repeat(64))
                .setLinkPath(LINK)
                .setPodLogPath("/var/log/pods/" + POD + "/main/0.log")
                .setFileId(new FileId(new byte[16]))
                .build();
        return SingleObjectSerde.logChunk()
                .serialize(
                        "r",
                        LogChunk.newBuilder()
                                .setCluster(cluster)
                                .setNode("n1")
                                .setSource(source)
                                .setOffset(at)
                                .setReadTime(Instant.EPOCH)
                                .setPayload(
                                        new ChunkBytes(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))))
                                .build());
    }

    /** Sum over all labels. */
    private double count(String name) {
        return metrics.registry().getMeters().stream()
                .filter(meter -> meter.getId().getName().equals(name))
                .mapToDouble(meter -> meter.measure().iterator().next().getValue())
                .sum();
    }
}
