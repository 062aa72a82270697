package io.tributary.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.runtime.Check;
import io.tributary.runtime.metrics.Metrics;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class EnricherTest {

    private static final Map<String, String> IMPATIENT =
            Map.of("kafka.request.timeout.ms", "300", "kafka.default.api.timeout.ms", "600");

    @Test
    @Timeout(30)
    void shouldKeepTryingAndSaySoWhenKafkaIsAwayAtStart() {
        try (Metrics metrics = new Metrics();
                Enricher enricher = new Enricher(EnricherConfigTest.with(IMPATIENT), metrics)) {
            enricher.start();

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(enricher.check())
                            .isInstanceOfSatisfying(
                                    Check.Failed.class,
                                    failed -> assertThat(failed.what() + failed.remedy())
                                            .contains("Kafka cannot be asked")
                                            .contains("kafka.bootstrap.servers")));
            assertThat(enricher.failed()).isFalse();
        }
    }

    @Test
    @Timeout(10)
    void shouldCloseWhenItNeverStartedAndMoreThanOnce() {
        try (Metrics metrics = new Metrics()) {
            Enricher enricher = new Enricher(EnricherConfigTest.with(Map.of()), metrics);

            enricher.close();
            enricher.close();

            assertThat(enricher.failed()).isFalse();
        }
    }
}
