package io.tributary.enricher.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.enricher.metadata.HoldPolicy.Decision.GiveUp;
import io.tributary.enricher.metadata.HoldPolicy.Decision.Hold;
import io.tributary.enricher.metadata.HoldPolicy.Decision.Join;
import io.tributary.enricher.metadata.HoldPolicy.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HoldPolicyTest {

    private final HoldPolicy policy = new HoldPolicy(10_000, 1_000, 5_000);

    @Test
    void shouldJoinWhenRowIsKnownHoweverLongAndMuchWasWaiting() {
        assertThat(policy.decide(true, 1_000_000, 1_000_000)).isInstanceOf(Join.class);
    }

    @Test
    void shouldHoldWhenRowIsMissingAndBothLimitsAreKept() {
        assertThat(policy.decide(false, 9_999, 1_000)).isInstanceOf(Hold.class);
    }

    @Test
    void shouldGiveUpWhenTheWaitIsOver() {
        assertThat(policy.decide(false, 10_000, 1)).isEqualTo(new GiveUp(Reason.TIMEOUT));
    }

    @Test
    void shouldGiveUpWhenTooManyBytesOfThePodWait() {
        assertThat(policy.decide(false, 0, 1_001)).isEqualTo(new GiveUp(Reason.POD_LIMIT));
    }

    @Test
    void shouldHoldWhenTheClockWentBack() {
        assertThat(policy.decide(false, -5_000, 1)).isInstanceOf(Hold.class);
    }

    @Test
    void shouldNeverHoldWhenTheWaitIsSetToNothing() {
        assertThat(new HoldPolicy(0, 1_000, 5_000).decide(false, 0, 1)).isEqualTo(new GiveUp(Reason.TIMEOUT));
    }

    @Test
    void shouldCallThePartitionOverfullWhenOneByteIsTooMuch() {
        assertThat(policy.partitionOverfull(5_000)).isFalse();
        assertThat(policy.partitionOverfull(5_001)).isTrue();
    }

    @Test
    void shouldRefuseLimitsBelowZero() {
        assertThatThrownBy(() -> new HoldPolicy(-1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 ms");
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void shouldFindReasonWhenGivenItsLabel(Reason reason) {
        assertThat(Reason.ofLabel(reason.label())).isEqualTo(reason);
    }
}
