package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.admin.Page;
import io.tributary.runtime.metrics.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final FakePart part = new FakePart();
    private final Metrics metrics = new Metrics();
    private final SetClock clock = new SetClock();
    private long nanos;
    private final Endpoints endpoints = new Endpoints(clock, () -> nanos);

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void shouldNotBeReadyWhenNothingWasAdded() {
        // When
        Page page = get("/readyz");

        // Then
        assertThat(page.status()).isEqualTo(503);
    }

    @Test
    void shouldSayStartingWhenPartHasNotStarted() {
        // Given
        endpoints.add("fake", part, metrics);

        // When
        Page page = get("/readyz");

        // Then
        assertThat(page.status()).isEqualTo(503);
        assertThat(page.body()).contains("\"what\":\"starting\"", "\"since\":\"2026-11-22T10:00:00Z\"");
        assertThat(get("/livez").status()).isEqualTo(200);
    }

    @Test
    void shouldTellWhatRemedyAndSinceWhenPartIsNotReady() {
        // Given
        endpoints.add("fake", part, metrics).started();
        get("/readyz");
        part.check = Check.failed("broker \"k:9092\"\nis away", "start it\\");
        clock.now = START.plusSeconds(60);
        get("/readyz");
        clock.now = START.plusSeconds(90);

        // When
        Page page = get("/readyz");

        // Then
        assertThat(page)
                .isEqualTo(Page.json(
                        503,
                        "{\"ready\":false,\"checks\":[{\"part\":\"fake\",\"ok\":false,"
                                + "\"what\":\"broker \\\"k:9092\\\"\\u000ais away\",\"remedy\":\"start it\\\\\","
                                + "\"since\":\"2026-11-22T10:01:00Z\"}]}\n"));
        assertThat(get("/livez").status())
                .as("an outage elsewhere is no reason to restart")
                .isEqualTo(200);
    }

    @Test
    void shouldShowWhatEachPartDoesWhenAskedForTheStatus() {
        // Given
        endpoints.add("fake", part, metrics).started();
        part.status = Map.of("files", List.of(Map.of("path", "/var/log/\u001b[31m", "offset", 7L)));

        // When
        Page page = get("/status");

        // Then
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body())
                .startsWith("{\"version\":\"")
                .contains("\"since\":\"2026-11-22T10:00:00Z\",\"parts\":[{\"part\":\"fake\",\"ok\":true,")
                .contains("\"status\":{\"files\":[{")
                .contains("\"path\":\"/var/log/\\u001b[31m\"");
    }

    @Test
    void shouldNotBeLiveWhenTheLoopHangs() {
        // Given
        endpoints.add("fake", part, metrics).started();
        part.rounds = OptionalLong.of(5);
        assertThat(get("/livez").status()).isEqualTo(200);
        nanos = Duration.ofSeconds(44).toNanos();
        assertThat(get("/livez").status()).isEqualTo(200);

        // When
        nanos = Duration.ofSeconds(45).toNanos();

        // Then
        assertThat(get("/livez")).isEqualTo(Page.text(503, "fake hangs\n"));
        part.rounds = OptionalLong.of(6);
        assertThat(get("/livez").status()).isEqualTo(200);
    }

    @Test
    void shouldBeReadyWhenAllPartsAre() {
        // Given
        FakePart other = new FakePart();
        endpoints.add("fake", part, metrics).add("other", other, metrics).started();
        other.check = Check.failed("x", "y");
        get("/readyz");
        other.check = Check.ok();

        // When
        Page page = get("/readyz");

        // Then
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).startsWith("{\"ready\":true,").contains("\"part\":\"other\",\"ok\":true,\"since\"");
    }

    @Test
    void shouldNotBeLiveWhenAPartEndedByItself() {
        // Given
        endpoints.add("fake", part, metrics).started();
        part.failed = true;

        // When
        Page page = get("/livez");

        // Then
        assertThat(page).isEqualTo(Page.text(503, "fake ended by itself\n"));
    }

    @Test
    void shouldShowMetersOfEveryPartWhenScraped() {
        // Given
        try (Metrics second = new Metrics().withJvm()) {
            endpoints.add("fake", part, metrics).add("other", part, second);
            metrics.registry().counter("tributary_fake_lines_total").increment(3);

            // When
            Page page = get("/metrics");

            // Then
            assertThat(page.contentType()).startsWith("text/plain; version=0.0.4");
            assertThat(page.body()).contains("tributary_fake_lines_total 3.0", "jvm_memory_used_bytes{");
        }
    }

    private Page get(String path) {
        return endpoints.pages().get(path).get();
    }

    private static final class SetClock extends Clock {

        private Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.offset(this, Duration.ZERO);
        }
    }
}
