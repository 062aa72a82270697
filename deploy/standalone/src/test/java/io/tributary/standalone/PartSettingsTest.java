package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.runtime.Part;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class PartSettingsTest {

    private static final Path DATA = Path.of("/data");

    private final Parts parts = FakePart.parts(new ArrayList<>());

    @Test
    void shouldSayTheSameClusterBrokerAndTopicsToEveryPart() {
        for (Part part : parts.all()) {
            assertThat(of(part, Map.of()))
                    .containsEntry("cluster.name", "test")
                    .containsEntry("kafka.bootstrap.servers", "broker:1")
                    .containsEntry("topics.raw.partitions", "6")
                    .containsEntry("topics.replication", "1");
        }
    }

    @Test
    void shouldGiveEachPartItsOwnPlaceForState() {
        assertThat(of(parts.collector(), Map.of()))
                .containsEntry("state.dir", "/data/collector")
                .containsEntry("logs.root", "/logs")
                .containsEntry("links.check.owner", "false")
                .containsEntry("logs.allowed.roots", "/docker,/more")
                .containsEntry("node.name", "node-1");
        assertThat(of(parts.enricher(), Map.of())).containsEntry("state.dir", "/data/enricher");
        assertThat(of(parts.watcher(), Map.of()))
                .containsEntry("pods.file", "/pods.json")
                .containsEntry("api.server.url", "https://api");
    }

    @Test
    void shouldLeaveTheSizeOfTopicsToThePartsWhenKafkaIsNotOurs() {
        StandaloneConfig.Kafka existing = new StandaloneConfig.Kafka.Existing("broker:1");

        assertThat(new PartSettings(parts, config(Map.of(), existing)).of(parts.enricher(), DATA, "broker:1"))
                .doesNotContainKeys("topics.raw.partitions", "topics.replication");
    }

    @Test
    void shouldHandAnOverrideToEveryPartThatKnowsTheKey() {
        Map<String, String> overrides =
                Map.of("topics.raw", "other.raw", "chunk.max.bytes", "1000", "kafka.client.id", "x");

        assertThat(of(parts.collector(), overrides))
                .containsEntry("topics.raw", "other.raw")
                .containsEntry("chunk.max.bytes", "1000")
                .containsEntry("kafka.client.id", "x");
        assertThat(of(parts.enricher(), overrides))
                .containsEntry("topics.raw", "other.raw")
                .containsEntry("kafka.client.id", "x")
                .doesNotContainKey("chunk.max.bytes");
    }

    @Test
    void shouldHandAnOverrideToOnePartWhenItIsNamed() {
        Map<String, String> overrides = Map.of("kafka.client.id", "all", "collector.kafka.client.id", "one");

        assertThat(of(parts.collector(), overrides)).containsEntry("kafka.client.id", "one");
        assertThat(of(parts.watcher(), overrides)).containsEntry("kafka.client.id", "all");
    }

    @Test
    void shouldNameTheNearestKeyWhenNoPartKnowsTheOverride() {
        assertThatThrownBy(() -> check("hold.max.mss"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'hold.max.mss'")
                .hasMessageContaining("did you mean 'hold.max.ms'?");
        assertThatThrownBy(() -> check("collector.chunk.max.byte"))
                .hasMessageContaining("did you mean 'collector.chunk.max.bytes'?");
    }

    @Test
    void shouldRefuseAKeyOfAnotherPartWhenOnePartIsNamed() {
        assertThatThrownBy(() -> check("watcher.chunk.max.bytes")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> check("collector.streams.num.stream.threads")).isInstanceOf(ConfigException.class);
        assertThatCode(() -> check("enricher.streams.num.stream.threads")).doesNotThrowAnyException();
    }

    private void check(String key) {
        new PartSettings(parts, config(Map.of(key, "1"), new StandaloneConfig.Kafka.Embedded(0))).check();
    }

    private Map<String, String> of(Part part, Map<String, String> overrides) {
        return new PartSettings(parts, config(overrides, new StandaloneConfig.Kafka.Embedded(0)))
                .of(part, DATA, "broker:1");
    }

    private static StandaloneConfig config(Map<String, String> overrides, StandaloneConfig.Kafka kafka) {
        return new StandaloneConfig(
                Path.of("/logs"),
                List.of(Path.of("/docker"), Path.of("/more")),
                new PodSource.FromFile(Path.of("/pods.json"), "https://api"),
                "test",
                "node-1",
                kafka,
                overrides);
    }
}
