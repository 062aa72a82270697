package io.tributary.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.enricher.assembly.Oversize;
import io.tributary.enricher.metadata.HoldPolicy;
import io.tributary.schemas.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnricherConfigTest {

    @Test
    void shouldGiveTheDocumentedDefaultsWhenOnlyWhatIsRequiredIsSet() {
        EnricherConfig config = with(Map.of());

        assertThat(config.cluster()).isEqualTo("c1");
        assertThat(config.applicationId()).isEqualTo("tributary-enricher-c1");
        assertThat(config.groupInstanceId()).isNull();
        assertThat(config.topics()).isEqualTo(Topics.defaults());
        assertThat(config.hold()).isEqualTo(new HoldPolicy(10_000, 1 << 20, 16 << 20));
        assertThat(config.outputRecordMaxBytes()).isEqualTo(1_000_000);
        assertThat(config.assembly().messageMaxBytes()).isEqualTo(512 << 10);
        assertThat(config.assembly().oversize()).isEqualTo(Oversize.SPLIT);
        assertThat(config.program()).isEqualTo("input-file-kubernetes");
        assertThat(config.getInt("threads")).isEqualTo(1);
        assertThat(config.getString("admin.listen")).isEqualTo("127.0.0.1:9473");
        assertThat(config.getString("output.format")).isEqualTo("mmkubernetes");
    }

    @Test
    void shouldMapEveryKeyWhenAllAreSet() {
        EnricherConfig config = with(Map.ofEntries(
                Map.entry("application.id", "app"),
                Map.entry("group.instance.id", "enricher-0"),
                Map.entry("threads", "4"),
                Map.entry("state.dir", "/var/tmp/e"),
                Map.entry("hold.max.ms", "1"),
                Map.entry("hold.max.bytes.per.pod", "2"),
                Map.entry("hold.max.bytes.per.partition", "3"),
                Map.entry("message.max.bytes", "2048"),
                Map.entry("message.oversize", "truncate"),
                Map.entry("output.record.max.bytes", "500000"),
                Map.entry("output.program", "kube"),
                Map.entry("topics.raw", "r"),
                Map.entry("topics.raw.partitions", "6"),
                Map.entry("topics.replication", "1"),
                Map.entry("topics.output", "logs-{cluster}")));

        assertThat(config.applicationId()).isEqualTo("app");
        assertThat(config.groupInstanceId()).isEqualTo("enricher-0");
        assertThat(config.hold()).isEqualTo(new HoldPolicy(1, 2, 3));
        assertThat(config.assembly().messageMaxBytes()).isEqualTo(2048);
        assertThat(config.assembly().oversize()).isEqualTo(Oversize.TRUNCATE);
        assertThat(config.assembly().renderedMaxBytes()).isLessThan(500_000).isPositive();
        assertThat(config.program()).isEqualTo("kube");
        assertThat(config.topics().raw()).isEqualTo("r");
        assertThat(config.topics().rawPartitions()).isEqualTo(6);
        assertThat(config.topics().outputOf("c1")).isEqualTo("logs-c1");
        Properties streams = StreamsSettings.of(config);
        assertThat(streams)
                .containsEntry("application.id", "app")
                .containsEntry("num.stream.threads", 4)
                .containsEntry("state.dir", "/var/tmp/e")
                .containsEntry("replication.factor", 1)
                .containsEntry("main.consumer.group.instance.id", "enricher-0")
                .containsEntry("client.id", "enricher-0");
    }

    @Test
    void shouldPassClientSettingsOnWhenTheyHaveThePrefix() {
        Properties streams = StreamsSettings.of(with(Map.of(
                "kafka.security.protocol", "SSL",
                "streams.commit.interval.ms", "250",
                "streams.producer.linger.ms", "7")));

        assertThat(streams)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("commit.interval.ms", "250")
                .containsEntry("producer.linger.ms", "7")
                .containsEntry("bootstrap.servers", "localhost:1");
    }

    @Test
    void shouldBuildSettingsThatStreamsItselfAccepts() {
        StreamsConfig streams = new StreamsConfig(StreamsSettings.of(with(Map.of("group.instance.id", "e-0"))));

        assertThat(streams.getString("processing.guarantee")).isEqualTo("exactly_once_v2");
        assertThat(streams.getLong("commit.interval.ms")).isEqualTo(100);
        assertThat(streams.getMainConsumerConfigs("g", "c", 3))
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("group.instance.id", "e-0-3");
        assertThat(streams.getProducerConfigs("p")).containsEntry("transaction.timeout.ms", 15_000);
        assertThat(streams.getGlobalConsumerConfigs("g")).containsEntry("isolation.level", "read_committed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "streams.processing.guarantee",
                "kafka.isolation.level",
                "streams.isolation.level",
                "streams.consumer.isolation.level",
                "streams.main.consumer.isolation.level",
                "streams.global.consumer.isolation.level",
                "streams.deserialization.exception.handler",
                "streams.default.deserialization.exception.handler",
                "streams.processing.exception.handler",
                "streams.production.exception.handler",
                "streams.default.production.exception.handler",
                "streams.producer.transactional.id",
                "kafka.enable.idempotence",
                "kafka.acks",
                "streams.consumer.auto.offset.reset",
                "streams.producer.max.request.size",
                "streams.application.id",
                "streams.bootstrap.servers",
                "streams.group.protocol"
            })
    void shouldRefuseSettingsThatAPromiseHangsOn(String key) {
        assertThatThrownBy(() -> with(Map.of(key, "x")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining("it cannot be set");
    }

    @Test
    void shouldRefuseAnApplicationNameThatLogstashWouldRead() {
        assertThatThrownBy(() -> with(Map.of("application.id", "k8s-enricher")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Logstash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "-x"})
    void shouldRefuseAClusterNameThatCannotBePartOfKeys(String name) {
        assertThatThrownBy(() -> with(Map.of("cluster.name", name)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("cluster.name");
    }

    @Test
    void shouldRefuseARecordLimitThatNoBrokerTakes() {
        assertThatThrownBy(() -> with(Map.of("output.record.max.bytes", "2000000")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("output.record.max.bytes");
    }

    static EnricherConfig with(Map<String, String> more) {
        Map<String, String> values = new HashMap<>();
        values.put("cluster.name", "c1");
        values.put("kafka.bootstrap.servers", "localhost:1");
        values.putAll(more);
        return new EnricherConfig(values);
    }
}
