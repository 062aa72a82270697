package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicReaderTest {

    private static final String TOPIC = "tributary.metadata";
    private static final TopicPartition ZERO = new TopicPartition(TOPIC, 0);
    private static final TopicPartition ONE = new TopicPartition(TOPIC, 1);

    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final AtomicLong clock = new AtomicLong();
    private final TopicReader reader = new TopicReader(consumer, "staging", 5_000, () -> clock.addAndGet(1_000));
    private final List<String> read = new ArrayList<>();

    @Test
    void shouldReadEveryPartitionToItsEndAndPassOverOtherClusters() {
        // Given
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L, ONE, 0L));
        consumer.schedulePollTask(() -> {
            consumer.addRecord(record(ZERO, 0, "staging/a", "1"));
            consumer.addRecord(record(ONE, 0, "staging-2/a", "other cluster"));
            consumer.addRecord(record(ONE, 1, null, "no key"));
        });
        consumer.schedulePollTask(() -> {
            consumer.addRecord(record(ZERO, 1, "staging/a", null));
            consumer.addRecord(record(ONE, 2, "staging/b", "2"));
        });

        // When
        long own = reader.read(Map.of(ZERO, 2L, ONE, 3L), this::read);

        // Then
        assertThat(own).isEqualTo(3);
        assertThat(read).containsExactlyInAnyOrder("staging/a=1", "staging/a=null", "staging/b=2");
        assertThat(read.indexOf("staging/a=1")).isLessThan(read.indexOf("staging/a=null"));
    }

    @Test
    void shouldReadNothingWhenTheTopicIsEmpty() {
        // Given
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L));

        // When
        long own = reader.read(Map.of(ZERO, 0L), this::read);

        // Then
        assertThat(own).isZero();
    }

    @Test
    void shouldGiveUpWithARemedyWhenTheEndIsNeverReached() {
        // Given a transaction of another cluster's watcher that hangs
        consumer.updateBeginningOffsets(Map.of(ZERO, 0L));

        // When / Then
        assertThatThrownBy(() -> reader.read(Map.of(ZERO, 7L), this::read))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("5000 ms")
                .hasMessageContaining("find-hanging");
    }

    private void read(String key, byte[] value) {
        read.add(key + "=" + (value == null ? null : new String(value, StandardCharsets.UTF_8)));
    }

    private static ConsumerRecord<String, byte[]> record(
            TopicPartition partition, long offset, String key, String value) {
        return new ConsumerRecord<>(
                TOPIC,
                partition.partition(),
                offset,
                key,
                value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }
}
