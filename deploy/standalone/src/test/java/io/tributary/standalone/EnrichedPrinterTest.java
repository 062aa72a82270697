package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnrichedPrinterTest {

    private static final TopicPartition PARTITION = new TopicPartition("k8s-test", 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void topic() {
        consumer.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), 0, new Node(1, "h", 1), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void shouldPrintEachValueOnALineOfItsOwnAndRememberIt() {
        // Given
        consumer.schedulePollTask(() -> {
            add(0, "{\"a\":1}");
            add(1, "{\"b\":2}");
        });

        // When
        EnrichedPrinter printer = new EnrichedPrinter(consumer, PARTITION.topic(), out);
        printer.start();
        await().until(() -> printer.hasPrinted(Map.of(PARTITION, 2L)));

        // Then
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}\n{\"b\":2}\n");
        assertThat(printer.hasPrinted(Map.of(PARTITION, 3L))).isFalse();
        assertThat(consumer.committed(Set.of(PARTITION)).get(PARTITION).offset())
                .isEqualTo(2);
        printer.close();
        assertThat(printer.failure()).isEmpty();
    }

    @Test
    void shouldEndAndSayWhyWhenTheOutputIsClosed() {
        // Given
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        consumer.schedulePollTask(() -> add(0, "{}"));
        EnrichedPrinter printer = new EnrichedPrinter(consumer, PARTITION.topic(), closed);

        // When
        printer.start();

        // Then
        await().until(() -> printer.failure().isPresent());
        assertThat(printer.failure().get()).hasMessage("Broken pipe");
        printer.close();
    }

    private void add(long offset, String value) {
        consumer.addRecord(new ConsumerRecord<>(
                PARTITION.topic(), 0, offset, new byte[0], value.getBytes(StandardCharsets.UTF_8)));
    }
}
