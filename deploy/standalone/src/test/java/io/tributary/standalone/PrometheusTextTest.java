package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    @Test
    void shouldSumAMetricOverItsLabelsAndLeaveOutWhatHasNoValue() {
        String text = """
                # HELP a_total Something.
                # TYPE a_total counter
                a_total{reason="one, with a blank",topic="x"} 1.0
                a_total{reason="two"} 2.5E3
                age_seconds NaN
                plain 7
                """;

        assertThat(PrometheusText.sums(text)).containsOnlyKeys("a_total", "plain");
        assertThat(PrometheusText.sums(text)).containsEntry("a_total", 2501.0).containsEntry("plain", 7.0);
    }
}
