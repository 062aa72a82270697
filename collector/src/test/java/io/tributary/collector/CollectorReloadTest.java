package io.tributary.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running collector takes over when its configuration is read again. */
class CollectorReloadTest {

    @TempDir
    Path directory;

    @Test
    void shouldLeaveExcludedFilesAndGoOnWhereItWasWhenTheyAreWantedAgain() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory, "namespaces.exclude", "quiet*").start()) {
            // Given
            bench.kafka.automatic();
            Path shop = bench.write("shop", 50);
            bench.write("quiet", 50);
            await().untilAsserted(() -> assertThat(bench.published("shop")).isEqualTo(Files.readString(shop)));
            assertThat(bench.published("quiet")).isEmpty();

            // When
            reload(bench, "namespaces.exclude", "shop,quiet-2");
            await().untilAsserted(() -> assertThat(bench.published("quiet")).isNotEmpty());
            String before = bench.published("shop");
            bench.write("shop", 50);
            await().until(() -> bench.files().size() == 1);

            // Then
            assertThat(bench.published("shop")).isEqualTo(before);
            reload(bench, "namespaces.exclude", "");
            await().untilAsserted(() -> assertThat(bench.published("shop")).isEqualTo(Files.readString(shop)));
        }
    }

    @Test
    void shouldMakeANewProducerAndSendNothingTwiceWhenReloaded() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory).start()) {
            // Given
            bench.kafka.automatic();
            Path log = bench.write("shop", 200);
            await().untilAsserted(() -> assertThat(bench.published("shop")).isEqualTo(Files.readString(log)));

            // When: twice, with more in between
            for (int i = 2; i <= 3; i++) {
                reload(bench, "kafka.linger.ms", Integer.toString(i));
                bench.write("shop", 100);
                int producers = i;
                await().until(() -> bench.kafka.producers() == producers);
                await().untilAsserted(() -> assertThat(bench.published("shop")).isEqualTo(Files.readString(log)));
            }

            // Then
            await().untilAsserted(() -> assertThat(bench.metric("read_bytes_total"))
                    .isEqualTo(bench.metric("acknowledged_bytes_total") + bench.metric("discarded_bytes_total")));
        }
    }

    @Test
    void shouldReadAgainWhatTheOldProducerDidNotGetAcknowledged() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory, "chunk.max.bytes", "1024").start()) {
            // Given: five chunks under way, one of them safe
            Path log = bench.write("shop", 200);
            await().until(() -> bench.kafka.producers() == 1
                    && bench.kafka.producer().history().size() >= 5);
            bench.kafka.producer().acknowledge();

            // When
            bench.kafka.automatic();
            reload(bench, "inflight.max.bytes", "2097152");

            // Then
            await().untilAsserted(() -> assertThat(bench.published("shop")).isEqualTo(Files.readString(log)));
            assertThat(bench.metric("discarded_bytes_total")).isPositive();
        }
    }

    @Test
    void shouldNameWhatNeedsARestartAndTakeTheRestOver() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory).start()) {
            Map<String, String> values = new HashMap<>(bench.values);
            values.put("chunk.max.bytes", "1024");
            values.put("namespaces.exclude", "shop");

            Set<String> forRestart =
                    bench.collector.reload(values, Set.of("chunk.max.bytes", "namespaces.exclude", "kafka.linger.ms"));

            assertThat(forRestart).containsExactly("chunk.max.bytes");
        }
    }

    @Test
    void shouldChangeNothingWhenASettingWouldBreakAPromise() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory).start()) {
            // Given
            bench.kafka.automatic();
            await().until(() -> bench.kafka.producers() == 1);

            // When
            assertThatThrownBy(() -> reload(bench, "kafka.acks", "1", "namespaces.exclude", "shop"))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("kafka.acks");

            // Then
            Path log = bench.write("shop", 10);
            await().untilAsserted(() -> assertThat(bench.published("shop")).isEqualTo(Files.readString(log)));
            assertThat(bench.kafka.producers()).isEqualTo(1);
        }
    }

    private static void reload(CollectorBench bench, String... settings) {
        Map<String, String> values = new HashMap<>(bench.values);
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        bench.collector.reload(values, Set.of());
    }
}
