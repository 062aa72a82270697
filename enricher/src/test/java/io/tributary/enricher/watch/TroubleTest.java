package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.Check;
import org.junit.jupiter.api.Test;

class TroubleTest {

    private final Trouble trouble = new Trouble("list of pods", "look there");

    @Test
    void shouldSaySinceWhenAndTheNewestReason() {
        // Given
        trouble.has("HTTP 403", 1_000);
        trouble.has("HTTP 500", 5_000);

        // When
        Check check = trouble.check(61_000);

        // Then
        assertThat(check)
                .isEqualTo(Check.failed("list of pods: not since 1970-01-01T00:00:01Z (60 s): HTTP 500", "look there"));
    }

    @Test
    void shouldForgetWhatIsOver() {
        // Given
        trouble.has("HTTP 403", 1_000);

        // When
        trouble.over();

        // Then
        assertThat(trouble.check(2_000).isOk()).isTrue();
        trouble.has("again", 3_000);
        assertThat(trouble.check(3_000))
                .isInstanceOfSatisfying(
                        Check.Failed.class, failed -> assertThat(failed.what()).contains("00:00:03Z"));
    }

    @Test
    void shouldTellNewsFromWhatWasSaidBefore() {
        // Given
        trouble.has("HTTP 403", 1_000);

        // When / Then
        assertThat(trouble.isNews("HTTP 403")).isFalse();
        assertThat(trouble.isNews("HTTP 500")).isTrue();
        trouble.over();
        assertThat(trouble.isNews("HTTP 403")).isTrue();
    }
}
