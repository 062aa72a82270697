package io.tributary.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InFlightLimitTest {

    private static final long NOW = 1_000;

    private final InFlightLimit limit = new InFlightLimit(1_000, 100, 6);

    @Test
    void shouldRefuseAPartitionWhenItHoldsAQuarter() {
        limit.add(0, 151, NOW);

        assertThat(limit.hasRoom(0)).isFalse();
        assertThat(limit.hasRoom(1)).isTrue();
    }

    @Test
    void shouldRefuseEveryPartitionWhenAllIsHeld() {
        for (int partition = 0; partition < 5; partition++) {
            limit.add(partition, 190, NOW);
        }

        assertThat(limit.total()).isEqualTo(950);
        assertThat(limit.hasRoom(5)).isFalse();
    }

    @Test
    void shouldHaveRoomAgainWhenAcknowledged() {
        limit.add(0, 151, NOW);

        limit.remove(0, 100, NOW);

        assertThat(limit.hasRoom(0)).isTrue();
        assertThat(limit.total()).isEqualTo(51);
    }

    @Test
    void shouldNameThePartitionThatOwesAnAnswerForLongest() {
        limit.add(2, 10, 100);
        limit.add(3, 10, 200);
        limit.add(2, 10, 300);

        assertThat(limit.mostSilent(1_000)).isEqualTo(new InFlightLimit.Silent(2, 900));

        // And: an answer counts, though not everything is answered
        limit.remove(2, 10, 900);
        assertThat(limit.mostSilent(1_000)).isEqualTo(new InFlightLimit.Silent(3, 800));
    }

    @Test
    void shouldNameNoPartitionWhenNoneOwesAnAnswer() {
        limit.add(2, 10, 100);
        limit.remove(2, 10, 200);

        assertThat(limit.mostSilent(1_000).nanos()).isZero();
    }

    @Test
    void shouldRefuseToExistWhenAQuarterHoldsNoRecord() {
        assertThatThrownBy(() -> new InFlightLimit(399, 100, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use at least 400");
    }
}
