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

    private static final String LINE_EVENTS = ENRICHER + "events_total{kind=\"line\"}";

    /** A name with a question mark is that of a metric which is there only once it counted something. */
    private static final List<Sum> SUMS = List.of(
            new Sum(
                    COLLECTOR,
                    List.of("read_bytes_total"),
                    List.of("acknowledged_bytes_total", "in_flight_bytes", "discarded_bytes_total")),
            new Sum(
                    ENRICHER,
                    List.of("received_bytes_total", "restored_bytes_total"),
                    List.of(
                            "new_bytes_total",
                            "duplicate_bytes_total",
                            "dead_lettered_bytes_total?",
                            "held_bytes",
                            "handed_over_bytes_total")),
            new Sum(
                    ENRICHER,
                    List.of("events_total?", "further_parts_total"),
                    List.of("sent_total?", "dropped_total?")),
            // The tests end with no message open, so that the design's third term on the right is 0.
            new Sum(ENRICHER, List.of("lines_total"), List.of("events_total{kind=\"line\"}?", "joined_lines_total")));

    private final List<Map<String, Double>> scrapes = new ArrayList<>();
    private long read;
    private boolean repeated;

    /** One part's metrics, when nothing moves any more; a part that was killed is left out, as its figures died with it. */
    public void scraped(String prometheusText) {
        Map<String, Double> values = PrometheusText.sums(prometheusText);
        prometheusText
                .lines()
                .filter(line -> line.startsWith(LINE_EVENTS))
                .forEach(line -> values.put(LINE_EVENTS, Double.valueOf(line.substring(line.lastIndexOf(' ') + 1))));
        scrapes.add(values);
    }

    /** A transaction was or may have been aborted: its attempt is counted and its repetition too, but read once. */
    public void attemptsMayBeRepeated() {
        repeated = true;
    }

    @Override
    public void read(EnrichedEvent event) {
        read++;
    }

    @Override
    public void verify() {
        assertThat(scrapes).as("scraped parts").isNotEmpty();
        for (Map<String, Double> values : scrapes) {
            SUMS.forEach(sum -> sum.verify(values));
            assertThat(values.getOrDefault(ENRICHER + "gap_unannounced_bytes_total", 0.0))
                    .as("bytes missing without announcement")
                    .isZero();
            Double sent = values.get(ENRICHER + "sent_total");
            if (sent != null && !repeated) {
                assertThat(sent.longValue())
                        .as("records sent, compared with records read")
                        .isEqualTo(read);
            }
        }
    }

    private record Sum(String prefix, List<String> left, List<String> right) {

        void verify(Map<String, Double> values) {
            if (values.keySet().stream().noneMatch(name -> name.startsWith(prefix))) {
                return;
            }
            assertThat(total(values, right))
                    .as("%s: %s = %s, of %s", prefix, left, right, values)
                    .isEqualTo(total(values, left));
        }

        private double total(Map<String, Double> values, List<String> names) {
            double total = 0;
            for (String name : names) {
                boolean optional = name.endsWith("?");
                String metric = prefix + (optional ? name.substring(0, name.length() - 1) : name);
                if (!optional) {
                    assertThat(values).as("metrics of this part").containsKey(metric);
                }
                total += values.getOrDefault(metric, 0.0);
            }
            return total;
        }
    }
}
