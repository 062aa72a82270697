package io.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.MockAdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicSetupTest {

    private static final List<TopicSpec> SPECS = Topics.defaults().sized(12, 1).specs(List.of("eqiad"));

    private final MockAdminClient admin = MockAdminClient.create().numBrokers(1).build();
    private final TopicSetup setup = new TopicSetup(admin);

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void shouldCreateEverythingWhenNothingIsThere() throws Exception {
        // When
        List<String> created = setup.create(SPECS);

        // Then
        assertThat(created)
                .containsExactly("tributary.raw", "tributary.metadata", "tributary.dead-letter", "k8s-eqiad");
        assertThat(setup.verify(SPECS)).isEmpty();
    }

    @Test
    void shouldCreateOnlyWhatIsMissingWhenRunAgain() throws Exception {
        // Given
        setup.create(SPECS);
        admin.deleteTopics(List.of("k8s-eqiad")).all().get();

        // When
        List<String> created = setup.create(SPECS);

        // Then
        assertThat(created).containsExactly("k8s-eqiad");
    }

    @Test
    void shouldNameTheMissingWhenVerifying() throws Exception {
        // When
        List<String> differences = setup.verify(SPECS);

        // Then
        assertThat(differences).hasSize(4);
        assertThat(differences)
                .first()
                .isEqualTo("topic tributary.raw does not exist: create it with 'tributary topics create'");
    }

    @Test
    void shouldRefuseAndChangeNothingWhenRawHasOtherPartitions() throws Exception {
        // Given
        existing("tributary.raw", 6, Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "delete"));

        // When / Then
        assertThatThrownBy(() -> setup.create(SPECS))
                .isInstanceOfSatisfying(
                        TopicMismatchException.class,
                        e -> assertThat(e.differences())
                                .singleElement()
                                .satisfies(difference -> assertThat(difference)
                                        .contains("tributary.raw has 6 partitions, expected 12")
                                        .contains("set topics.raw.partitions to 6")));
        assertThat(admin.describeTopics(List.of("tributary.raw"))
                        .allTopicNames()
                        .get()
                        .get("tributary.raw")
                        .partitions())
                .hasSize(6);
    }

    @Test
    void shouldTakeAnyPartitionCountWhenNothingDependsOnIt() throws Exception {
        // Given
        setup.create(SPECS.subList(0, 3));
        existing("k8s-eqiad", 3, Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "delete"));

        // When
        List<String> differences = setup.verify(SPECS);

        // Then
        assertThat(differences).isEmpty();
    }

    @Test
    void shouldNameValueAndRemedyWhenARequiredConfigDiffers() throws Exception {
        // Given
        setup.create(SPECS.subList(0, 3));
        existing("k8s-eqiad", 12, Map.of("message.timestamp.type", "CreateTime", "cleanup.policy", "delete"));

        // When
        List<String> differences = setup.verify(SPECS);

        // Then
        assertThat(differences)
                .singleElement()
                .satisfies(difference -> assertThat(difference)
                        .contains("k8s-eqiad has message.timestamp.type=CreateTime, expected LogAppendTime")
                        .contains("kafka-configs --alter", "--add-config message.timestamp.type=LogAppendTime"));
    }

    @Test
    void shouldOverlookOtherConfigsWhenAnOperatorChoseThem() throws Exception {
        // Given
        setup.create(SPECS.subList(0, 3));
        existing(
                "k8s-eqiad",
                12,
                Map.of("message.timestamp.type", "LogAppendTime", "cleanup.policy", "delete", "retention.ms", "1"));

        // When
        List<String> differences = setup.verify(SPECS);

        // Then
        assertThat(differences).isEmpty();
    }

    private void existing(String name, int partitions, Map<String, String> configs) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(configs)))
                .all()
                .get();
    }
}
