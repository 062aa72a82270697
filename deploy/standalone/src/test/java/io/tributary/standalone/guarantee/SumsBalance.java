package io.tributary.standalone.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.standalone.PrometheusText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What each part says it took in equals what it says became of it.
 * Fed with the Prometheus text of the parts, taken when nothing moves any more.
 */
public final class SumsBalance implements Guarantee {

    private static final String COLLECTOR = "tributary_collector_";
    private static final String ENRICHER = "tributary_enricher_";

    private static final List<Sum> SUMS = List.of(
            Sum.of(COLLECTOR, "read_bytes_total")
                    .equal("acknowledged_bytes_total", "in_flight_bytes", "discarded_bytes_total"),
            Sum.of(ENRICHER, "received_bytes_total")
                    .equal("new_bytes_total", "duplicate_bytes_total", "held_bytes", "dead_lettered_bytes_total"),
            Sum.of(ENRICHER, "lines_total", "gaps_total", "accounts_total")
                    .equal("events_total", "joined_lines_total", "open_lines"),
            Sum.of(ENRICHER, "events_total", "further_parts_total").equal("sent_total", "dropped_total"));

    private final List<Map<String, Double>> scrapes = new ArrayList<>();
    private Long read = 0L;

    /** One part's metrics, when nothing moves any more; a part that was killed is left out, as its figures died with it. */
    public void scraped(String prometheusText) {
        scrapes.add(PrometheusText.sums(prometheusText));
    }

    /** Events may also be read that an earlier life of the enricher sent, so its count is not compared with ours. */
    public void enricherWasRestarted() {
        read = null;
    }

    @Override
    public void read(EnrichedEvent event) {
        if (read != null) {
            read++;
        }
    }

    @Override
    public void verify() {
        assertThat(scrapes).as("scraped parts").isNotEmpty();
        for (Map<String, Double> values : scrapes) {
            SUMS.forEach(sum -> sum.verify(values));
            assertThat(values.getOrDefault(ENRICHER + "unannounced_gap_bytes_total", 0.0))
                    .as("bytes missing without announcement")
                    .isZero();
            Double sent = values.get(ENRICHER + "sent_total");
            if (sent != null && read != null) {
                assertThat(sent.longValue())
                        .as("records sent, compared with records read")
                        .isEqualTo(read);
            }
        }
    }

    private record Sum(String prefix, List<String> left, List<String> right) {

        static Sum of(String prefix, String... names) {
            return new Sum(prefix, List.of(names), List.of());
        }

        Sum equal(String... names) {
            return new Sum(prefix, left, List.of(names));
        }

        void verify(Map<String, Double> values) {
            if (values.keySet().stream().noneMatch(name -> name.startsWith(prefix))) {
                return;
            }
            assertThat(total(values, right))
                    .as("%s%s = %s, of %s", prefix, left, right, values)
                    .isEqualTo(total(values, left));
        }

        private double total(Map<String, Double> values, List<String> names) {
            double total = 0;
            for (String name : names) {
                assertThat(values).as("metrics of this part").containsKey(prefix + name);
                total += values.get(prefix + name);
            }
            return total;
        }
    }
}
