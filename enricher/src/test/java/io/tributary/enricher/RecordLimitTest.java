package io.tributary.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecordLimitTest {

    private final RecordLimit limit = new RecordLimit(1_000_000, 300_000);

    @Test
    void shouldKeepATenthFreeWhenTheTopicTakesLessThanConfigured() {
        limit.topicTakes(500_000);

        assertThat(limit.bytes()).isEqualTo(450_000);
    }

    @Test
    void shouldAllowWhatIsConfiguredAgainWhenTheTopicDoes() {
        // Given
        limit.topicTakes(500_000);

        // When
        limit.topicTakes(4 << 20);

        // Then
        assertThat(limit.bytes()).isEqualTo(1_000_000);
    }

    @Test
    void shouldUseHalfTheLimitWhenASendWasTooLarge() {
        limit.halve();

        assertThat(limit.bytes()).isEqualTo(500_000);
    }

    @Test
    void shouldNotGoBelowTheLeastHoweverOftenASendIsTooLarge() {
        for (int i = 0; i < 100; i++) {
            limit.halve();
        }

        assertThat(limit.bytes()).isEqualTo(300_000);
    }

    @Test
    void shouldKeepTheTopicsOwnLimitWhenThatIsBelowTheLeast() {
        // Given
        limit.topicTakes(100_000);

        // When
        limit.halve();

        // Then
        assertThat(limit.bytes()).isEqualTo(90_000);
    }
}
