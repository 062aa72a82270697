package io.tributary.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.collector.podlog.PodSelection;
import io.tributary.collector.podlog.PodSelection.NamePatterns;
import io.tributary.collector.publish.PublishConfig;
import io.tributary.collector.tail.TailConfig;
import io.tributary.schemas.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CollectorConfigTest {

    private static final Map<String, String> LEAST =
            Map.of("cluster.name", "east", "kafka.bootstrap.servers", "kafka:9092");

    @Test
    void shouldHaveDefaultsForAllButClusterAndBrokers() {
        CollectorConfig config = new CollectorConfig(LEAST);

        assertThat(config.node()).isNotBlank();
        assertThat(config.logsRoot()).isEqualTo(Path.of("/var/log"));
        assertThat(config.allowedRoots()).containsExactly(Path.of("/var/lib/docker/containers"));
        assertThat(config.linksCheckOwner()).isTrue();
        assertThat(config.filesOpenMax()).isEqualTo(4_096);
        assertThat(config.stateDir()).isEqualTo(Path.of("/var/lib/tributary"));
        assertThat(config.checkpointInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(config.tail()).isEqualTo(TailConfig.of("east"));
        assertThat(config.selection()).isEqualTo(PodSelection.ALL);
        assertThat(config.rotationBytes()).isEqualTo(10 << 20);
        assertThat(config.publish())
                .isEqualTo(new PublishConfig(
                        "east",
                        config.node(),
                        Topics.defaults().rawSpec(),
                        65_536,
                        8 << 20,
                        Map.of("bootstrap.servers", "kafka:9092")));
        assertThat(config.getString(CollectorConfig.ADMIN_LISTEN)).isEqualTo("127.0.0.1:9471");
    }

    @Test
    void shouldMapEveryKey() {
        // Given
        Map<String, String> values = new HashMap<>(LEAST);
        values.put("node.name", "node7");
        values.put("logs.root", "/logs");
        values.put("logs.allowed.roots", "/a,/b/../c");
        values.put("links.check.owner", "false");
        values.put("files.open.max", "200");
        values.put("state.dir", "/state");
        values.put("chunk.max.bytes", "131072");
        values.put("scan.interval.ms", "2000");
        values.put("poll.interval.ms", "50");
        values.put("checkpoint.interval.ms", "300");
        values.put("inflight.max.bytes", "4194304");
        values.put("namespaces.include", "shop, bank-*");
        values.put("namespaces.exclude", "bank-test");
        values.put("pods.include", "web-?");
        values.put("pods.exclude", "web-9");
        values.put("containers.include", "*");
        values.put("containers.exclude", "istio-proxy");
        values.put("rotation.size.bytes", "104857600");
        values.put("admin.listen", "0.0.0.0:1");
        values.put("topics.raw", "my.raw");
        values.put("topics.raw.partitions", "12");
        values.put("kafka.linger.ms", "5");

        // When
        CollectorConfig config = new CollectorConfig(values);

        // Then
        assertThat(config.node()).isEqualTo("node7");
        assertThat(config.logsRoot()).isEqualTo(Path.of("/logs"));
        assertThat(config.allowedRoots()).isEqualTo(List.of(Path.of("/a"), Path.of("/c")));
        assertThat(config.linksCheckOwner()).isFalse();
        assertThat(config.filesOpenMax()).isEqualTo(200);
        assertThat(config.stateDir()).isEqualTo(Path.of("/state"));
        assertThat(config.checkpointInterval()).isEqualTo(Duration.ofMillis(300));
        assertThat(config.selection())
                .isEqualTo(new PodSelection(
                        new NamePatterns(List.of("shop", "bank-*"), List.of("bank-test")),
                        new NamePatterns(List.of("web-?"), List.of("web-9")),
                        new NamePatterns(List.of("*"), List.of("istio-proxy"))));
        assertThat(config.rotationBytes()).isEqualTo(100 << 20);
        assertThat(config.tail().chunkMaxBytes()).isEqualTo(131_072);
        assertThat(config.tail().scanInterval()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.tail().pollInterval()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.publish().node()).isEqualTo("node7");
        assertThat(config.publish().topic().name()).isEqualTo("my.raw");
        assertThat(config.publish().topic().partitions()).isEqualTo(12);
        assertThat(config.publish().chunkMaxBytes()).isEqualTo(131_072);
        assertThat(config.publish().inflightMaxBytes()).isEqualTo(4 << 20);
        assertThat(config.kafka())
                .containsExactlyInAnyOrderEntriesOf(Map.of("bootstrap.servers", "kafka:9092", "linger.ms", "5"));
        assertThat(config.getString(CollectorConfig.ADMIN_LISTEN)).isEqualTo("0.0.0.0:1");
    }

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "cluster.name, a/b",
        "logs.root, logs",
        "logs.allowed.roots, relative",
        "state.dir, state",
        "chunk.max.bytes, 131073",
        "inflight.max.bytes, 1000",
        "poll.interval.ms, 0",
        "namespaces.exclude, Kube_System",
        "pods.include, a/b",
        "rotation.size.bytes, 0",
        "checkpoint.interval.ms, never"
    })
    void shouldNameKeyAndValueWhenAValueIsNotAllowed(String key, String value) {
        Map<String, String> values = new HashMap<>(LEAST);
        values.put(key, value);

        assertThatThrownBy(() -> new CollectorConfig(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void shouldRefuseWhenLogstashWouldReadTheRawTopic() {
        Map<String, String> values = new HashMap<>(LEAST);
        values.put("topics.raw", "k8s-raw");

        assertThatThrownBy(() -> new CollectorConfig(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("topic 'k8s-raw' matches k8s-.*");
    }

    @ParameterizedTest
    @CsvSource({"cluster.name", "kafka.bootstrap.servers"})
    void shouldAskForWhatHasNoDefault(String key) {
        Map<String, String> values = new HashMap<>(LEAST);
        values.remove(key);

        assertThatThrownBy(() -> new CollectorConfig(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void shouldTakeOverOnlyWhatARunningCollectorCan() {
        // Given
        Map<String, String> values = new HashMap<>(LEAST);
        values.put("namespaces.exclude", "old");
        values.put("chunk.max.bytes", "2048");
        CollectorConfig running = new CollectorConfig(values);
        Map<String, String> other = new HashMap<>(LEAST);
        other.put("namespaces.include", "new");
        other.put("kafka.bootstrap.servers", "elsewhere:9092");
        other.put("chunk.max.bytes", "4096");
        other.put("inflight.max.bytes", "1048576");
        other.put("checkpoint.interval.ms", "300");
        other.put("scan.interval.ms", "3000");

        // When
        CollectorConfig reloaded = running.reloaded(other);

        // Then
        assertThat(reloaded.selection().namespaces()).isEqualTo(new NamePatterns(List.of("new"), List.of()));
        assertThat(reloaded.kafka()).containsEntry("bootstrap.servers", "elsewhere:9092");
        assertThat(reloaded.publish().inflightMaxBytes()).isEqualTo(1 << 20);
        assertThat(reloaded.checkpointInterval()).isEqualTo(Duration.ofMillis(300));
        assertThat(reloaded.tail().scanInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(reloaded.tail().chunkMaxBytes()).isEqualTo(2_048);
    }
}
