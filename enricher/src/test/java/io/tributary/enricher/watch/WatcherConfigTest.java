package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.params.provider.ValueSource;

class WatcherConfigTest {

    private static final Map<String, String> REQUIRED =
            Map.of("cluster.name", "staging", "kafka.bootstrap.servers", "k1:9092,k2:9092");

    @Test
    void shouldHaveDefaultsForEverythingButClusterAndKafka() {
        // When
        WatcherConfig config = new WatcherConfig(REQUIRED);

        // Then
        assertThat(config.cluster()).isEqualTo("staging");
        assertThat(config.getList("kafka.bootstrap.servers")).containsExactly("k1:9092", "k2:9092");
        assertThat(config.topics()).isEqualTo(Topics.defaults());
        assertThat(config.getString("admin.listen")).isEqualTo("127.0.0.1:9472");
        assertThat(config.path("pods.file")).isNull();
        assertThat(config.path("kubeconfig")).isNull();
        assertThat(config.getString("api.server")).isNull();
        assertThat(config.path("api.token.file")).isNull();
        assertThat(config.path("api.ca.file")).isNull();
        assertThat(config.getString("api.server.url")).isNull();
        assertThat(config.getLong("api.silence.max.ms"))
                .isEqualTo(Duration.ofMinutes(10).toMillis());
        assertThat(config.kept().podAnnotations()).isEmpty();
        assertThat(config.kept().namespaceAnnotations()).isEmpty();
        assertThat(config.getLong("metadata.deleted.retention.ms"))
                .isEqualTo(Duration.ofDays(7).toMillis());
        assertThat(config.kept().nodeLabels()).isEmpty();
        assertThat(config.kept().kinds()).containsExactly(PodFeed.Kind.PODS, PodFeed.Kind.NAMESPACES);
        assertThat(config.getInt("metadata.deleted.max")).isEqualTo(500_000);
        assertThat(config.getLong("metadata.compare.interval.ms"))
                .isEqualTo(Duration.ofHours(6).toMillis());
        assertThat(config.getLong("heartbeat.interval.ms")).isEqualTo(10_000);
        assertThat(config.instance()).isNotEqualTo(config.instance()).isNotBlank();
        assertThat(config.getString("cluster.replaces")).isNull();
        assertThat(config.getLong("pods.file.interval.ms")).isEqualTo(1_000);
        assertThat(config.kafka()).containsOnlyKeys("bootstrap.servers");
    }

    @Test
    void shouldMapEveryKey() {
        // Given
        Map<String, String> values = new HashMap<>(REQUIRED);
        values.put("topics.metadata", "meta");
        values.put("admin.listen", "0.0.0.0:0");
        values.put("api.server", "https://api:6443");
        values.put("api.token.file", "/run/token");
        values.put("api.ca.file", "/run/ca.crt");
        values.put("api.server.url", "https://shown");
        values.put("api.silence.max.ms", "300000");
        values.put("annotations.allow", "a.example/x, b.example/y");
        values.put("namespace.annotations.allow", "c.example/z");
        values.put("metadata.deleted.retention.ms", "60000");
        values.put("node.labels.allow", "topology.kubernetes.io/zone");
        values.put("owners.exact", "true");
        values.put("metadata.deleted.max", "1000");
        values.put("metadata.compare.interval.ms", "3600000");
        values.put("heartbeat.interval.ms", "5000");
        values.put("instance.id", "watcher-0");
        values.put("cluster.replaces", "5ca1ab1e");
        values.put("pods.file.interval.ms", "250");
        values.put("kafka.security.protocol", "SSL");

        // When
        WatcherConfig config = new WatcherConfig(values);

        // Then
        assertThat(config.topics().metadata()).isEqualTo("meta");
        assertThat(config.getString("admin.listen")).isEqualTo("0.0.0.0:0");
        assertThat(config.getString("api.server")).isEqualTo("https://api:6443");
        assertThat(config.path("api.token.file")).isEqualTo(Path.of("/run/token"));
        assertThat(config.path("api.ca.file")).isEqualTo(Path.of("/run/ca.crt"));
        assertThat(config.getString("api.server.url")).isEqualTo("https://shown");
        assertThat(config.getLong("api.silence.max.ms")).isEqualTo(300_000);
        assertThat(config.kept().podAnnotations()).containsExactlyInAnyOrder("a.example/x", "b.example/y");
        assertThat(config.kept().namespaceAnnotations()).containsExactly("c.example/z");
        assertThat(config.getLong("metadata.deleted.retention.ms")).isEqualTo(60_000);
        assertThat(config.kept().nodeLabels()).containsExactly("topology.kubernetes.io/zone");
        assertThat(config.kept().kinds()).containsExactly(PodFeed.Kind.values());
        assertThat(config.getInt("metadata.deleted.max")).isEqualTo(1_000);
        assertThat(config.getLong("metadata.compare.interval.ms")).isEqualTo(3_600_000);
        assertThat(config.getLong("heartbeat.interval.ms")).isEqualTo(5_000);
        assertThat(config.instance()).isEqualTo("watcher-0");
        assertThat(config.getString("cluster.replaces")).isEqualTo("5ca1ab1e");
        assertThat(config.getLong("pods.file.interval.ms")).isEqualTo(250);
        assertThat(config.kafka()).containsEntry("security.protocol", "SSL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster.name", "kafka.bootstrap.servers"})
    void shouldRefuseToGoWithoutWhatHasNoDefault(String key) {
        // Given
        Map<String, String> values = new HashMap<>(REQUIRED);
        values.remove(key);

        // When / Then
        assertThatThrownBy(() -> new WatcherConfig(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "cluster.name, a/b",
        "topics.metadata, k8s-metadata",
        "api.silence.max.ms, 10",
        "metadata.deleted.retention.ms, -1",
        "api.token.file, /run/token",
        "kafka.transactional.id, mine",
        "kafka.isolation.level, read_uncommitted",
    })
    void shouldRefuseValuesThatCannotBe(String key, String value) {
        // Given
        Map<String, String> values = new HashMap<>(REQUIRED);
        values.put(key, value);

        // When / Then
        assertThatThrownBy(() -> new WatcherConfig(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(value);
    }

    @Test
    void shouldRefuseTwoSources() {
        // Given
        Map<String, String> values = new HashMap<>(REQUIRED);
        values.put("pods.file", "/pods.json");
        values.put("kubeconfig", "/config");

        // When / Then
        assertThatThrownBy(() -> new WatcherConfig(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("pods.file", "kubeconfig");
    }

    @Test
    void shouldRefuseWhatOnlyAnApiServerCanTellWhenPodsComeFromAFile() {
        // Given
        Map<String, String> values = new HashMap<>(REQUIRED);
        values.put("pods.file", "/pods.json");
        values.put("owners.exact", "true");

        // When / Then
        assertThatThrownBy(() -> new WatcherConfig(values))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("pods.file", "owners.exact");
    }

    @Test
    void shouldDocumentEveryKey() {
        assertThat(List.copyOf(WatcherConfig.definition().configKeys().values()))
                .allSatisfy(key -> assertThat(key.documentation).isNotBlank());
    }
}
