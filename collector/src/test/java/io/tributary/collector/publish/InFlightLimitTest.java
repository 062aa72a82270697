package io.tributary.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InFlightLimitTest {

    private final InFlightLimit limit = new InFlightLimit(1_000, 100, 6);

    @Test
    void shouldRefuseAPartitionWhenItHoldsAQuarter() {
        limit.add(0, 151);

        assertThat(limit.hasRoom(0)).isFalse();
        assertThat(limit.hasRoom(1)).isTrue();
    }

    @Test
    void shouldRefuseEveryPartitionWhenAllIsHeld() {
        for (int partition = 0; partition < 5; partition++) {
            limit.add(partition, 190);
        }

        assertThat(limit.total()).isEqualTo(950);
        assertThat(limit.hasRoom(5)).isFalse();
    }

    @Test
    void shouldHaveRoomAgainWhenAcknowledged() {
        limit.add(0, 151);

        limit.remove(0, 100);

        assertThat(limit.hasRoom(0)).isTrue();
        assertThat(limit.total()).isEqualTo(51);
    }

    @Test
    void shouldRefuseToExistWhenAQuarterHoldsNoRecord() {
        assertThatThrownBy(() -> new InFlightLimit(399, 100, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use at least 400");
    }
}
