package io.tributary.enricher;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadFailuresTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final RecordLimit limit = new RecordLimit(1_000_000, 300_000);
    private final ThreadFailures failures = new ThreadFailures(new EnricherMetrics(registry), limit);

    @Test
    void shouldReplaceAThreadAndCountItWhenItFails() {
        assertThat(failures.handle(new IllegalStateException("x"), 0)).isEqualTo(REPLACE_THREAD);

        assertThat(registry.get("tributary_enricher_thread_failures_total")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldEndTheClientWhenThreadsFailAgainAndAgain() {
        for (int i = 0; i < ThreadFailures.LIMIT; i++) {
            assertThat(failures.handle(new IllegalStateException("x"), i)).isEqualTo(REPLACE_THREAD);
        }

        assertThat(failures.handle(new IllegalStateException("x"), 100)).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void shouldRepeatWithHalfTheLimitWhenARecordWasTooLarge() {
        Exception refused = new RecordTooLargeException("max.message.bytes was lowered");

        assertThat(failures.handle(new StreamsException(new KafkaException(refused)), 0))
                .isEqualTo(REPLACE_THREAD);

        assertThat(limit.bytes()).isEqualTo(500_000);
    }

    @Test
    void shouldForgetFailuresThatAreLongAgo() {
        for (int i = 0; i < 10 * ThreadFailures.LIMIT; i++) {
            assertThat(failures.handle(new IllegalStateException("x"), i * ThreadFailures.WINDOW_MS / 5))
                    .isEqualTo(REPLACE_THREAD);
        }
    }

    @Test
    void shouldEndTheClientAtOnceWhenMemoryIsOut() {
        assertThat(failures.handle(new OutOfMemoryError("heap"), 0)).isEqualTo(SHUTDOWN_CLIENT);
    }
}
