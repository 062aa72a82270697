package io.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {

    @Test
    void shouldNameEveryTopicOnceWhenSeveralClustersAreServed() {
        // When
        List<TopicSpec> specs = Topics.defaults().specs(List.of("eqiad", "codfw", "eqiad"));

        // Then
        assertThat(specs)
                .extracting(TopicSpec::name)
                .containsExactly(
                        "tributary.raw", "tributary.metadata", "tributary.dead-letter", "k8s-eqiad", "k8s-codfw");
    }

    @Test
    void shouldLetTheBrokersClockRuleWhateverTheTopic() {
        // When
        List<TopicSpec> specs = Topics.defaults().specs(List.of("eqiad"));

        // Then
        assertThat(specs).allSatisfy(spec -> {
            assertThat(spec.configs()).containsEntry("message.timestamp.type", "LogAppendTime");
            assertThat(spec.required()).contains("message.timestamp.type", "cleanup.policy");
        });
    }

    @Test
    void shouldFixOnlyTheRawPartitionsWhenSpecified() {
        // When
        List<TopicSpec> specs = Topics.defaults().specs(List.of("eqiad"));

        // Then
        assertThat(specs)
                .filteredOn(TopicSpec::fixedPartitions)
                .extracting(TopicSpec::name, TopicSpec::partitions)
                .containsExactly(tuple("tributary.raw", 48));
    }

    @Test
    void shouldAskForTwoInSyncReplicasOnlyWhenThereAreThree() {
        // When / Then
        assertThat(Topics.defaults().rawSpec().configs()).containsEntry("min.insync.replicas", "2");
        assertThat(Topics.defaults().sized(12, 1).rawSpec().configs()).containsEntry("min.insync.replicas", "1");
        assertThat(Topics.defaults().sized(12, 1).rawSpec().partitions()).isEqualTo(12);
    }

    @Test
    void shouldOutliveAnEnrichersAbsenceWhenMetadataIsCompacted() {
        // When
        Map<String, String> configs = Topics.defaults().metadataSpec().configs();

        // Then
        assertThat(configs)
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("delete.retention.ms", Long.toString(7L * 24 * 60 * 60 * 1000));
    }

    @Test
    void shouldRefuseWhenLogstashWouldReadAnInternalTopic() {
        // When / Then
        assertThatThrownBy(() -> topics(Map.of("topics.raw", "k8s-raw")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'k8s-raw'")
                .hasMessageContaining("Logstash");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "k8s-{node}"})
    void shouldNameTheTopicWhenKafkaWouldRefuseIt(String name) {
        // When / Then
        assertThatThrownBy(() -> topics(Map.of("topics.output", name)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void shouldHaveTheDefaultsWhenNothingIsConfigured() {
        // When / Then
        assertThat(topics(Map.of())).isEqualTo(Topics.defaults());
    }

    @Test
    void shouldTakeEveryKeyWhenConfigured() {
        // Given
        Map<String, String> all = Map.of(
                "topics.raw", "r",
                "topics.metadata", "m",
                "topics.dead-letter", "d",
                "topics.output", "logs-{cluster}-x",
                "topics.raw.partitions", "7",
                "topics.replication", "2");

        // When
        Topics topics = topics(all);

        // Then
        assertThat(topics).isEqualTo(new Topics("r", "m", "d", "logs-{cluster}-x", 7, (short) 2));
        assertThat(topics.outputOf("eqiad")).isEqualTo("logs-eqiad-x");
        assertThat(all.keySet()).isEqualTo(TopicsConfig.define(new ConfigDef()).names());
    }

    private static Topics topics(Map<String, String> values) {
        return TopicsConfig.topics(new AbstractConfig(TopicsConfig.define(new ConfigDef()), values, false));
    }
}
