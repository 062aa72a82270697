package io.tributary.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.Topics;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProducerSettingsTest {

    @ParameterizedTest(name = "{0} partitions, chunks of {1}: batches of {2} KiB in {3} KiB")
    @CsvSource({
        "6, 65536, 336, 8192",
        "12, 65536, 336, 8192",
        "48, 65536, 160, 8192",
        "200, 65536, 80, 16160",
        "48, 131072, 160, 8192"
    })
    void shouldFitBatchesIntoTheBufferWhenPartitionsAre(int partitions, int chunk, int batchKib, int bufferKib) {
        ProducerSettings settings = ProducerSettings.of(config(partitions, chunk, Map.of()));

        assertThat(settings.batchSize()).isEqualTo(batchKib << 10);
        assertThat(settings.bufferMemory()).isEqualTo((long) bufferKib << 10);
        assertThat(settings.batchSize()).isGreaterThan(chunk);
        assertThat(settings.bufferMemory()).isGreaterThanOrEqualTo((partitions + 2L) * settings.batchSize());
    }

    @Test
    void shouldNeverExpireABatchWhenNothingIsSet() {
        Map<String, Object> settings =
                ProducerSettings.of(config(12, 65_536, Map.of())).asMap();

        assertThat(settings)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true")
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 20)
                .containsEntry(ProducerConfig.RETRIES_CONFIG, "2147483647")
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "2147483647");
    }

    @Test
    void shouldPleaseKafkasProducerWhenUsed() {
        Map<String, Object> settings = ProducerSettings.of(
                        config(12, 65_536, Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "40000")))
                .asMap();

        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            assertThat(producer.metrics().keySet()).anyMatch(name -> name.name().equals("buffer-available-bytes"));
        }
    }

    @ParameterizedTest(name = "kafka.{0}={1}")
    @CsvSource({
        "acks, 1",
        "enable.idempotence, false",
        "retries, 3",
        "delivery.timeout.ms, 120000",
        "max.block.ms, 60000",
        "max.in.flight.requests.per.connection, 6",
        "transactional.id, mine",
        "partitioner.class, org.example.Mine",
        "interceptor.classes, org.example.Mine",
        "value.serializer, org.example.Mine",
        "batch.size, 65536",
        "batch.size, many",
        "buffer.memory, 1048576"
    })
    void shouldRefuseWhenASettingWouldBreakAPromise(String key, String value) {
        assertThatThrownBy(() -> ProducerSettings.of(config(12, 65_536, Map.of(key, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("Invalid value " + value + " for configuration kafka." + key)
                .hasMessageMatching("(?s).*(use|remove).*");
    }

    @Test
    void shouldPassOnWhatPromisesDoNotHangOn() {
        Map<String, Object> settings = ProducerSettings.of(config(
                        12,
                        65_536,
                        Map.of("linger.ms", "5", "compression.type", "zstd", "security.protocol", "SSL", "acks", "-1")))
                .asMap();

        assertThat(settings)
                .containsEntry("linger.ms", "5")
                .containsEntry("compression.type", "zstd")
                .containsEntry("security.protocol", "SSL");
    }

    private static PublishConfig config(int partitions, int chunk, Map<String, String> client) {
        return new PublishConfig(
                "east", "node1", Topics.defaults().sized(partitions, 1).rawSpec(), chunk, 8 << 20, client);
    }
}
