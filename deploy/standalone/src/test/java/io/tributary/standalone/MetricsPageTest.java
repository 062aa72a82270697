package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/metrics.md} tells of every metric that is named in the parts' own classes of metrics. {@code -Ddocs.write=true} writes it anew.
 * It is read from the sources, because most series come into being only when there is something to count.
 */
class MetricsPageTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path PAGE = ROOT.resolve("docs/metrics.md");
    private static final String COLLECTOR = "collector/src/main/java/io/tributary/collector/CollectorMetrics.java";
    private static final String WATCHER = "enricher/src/main/java/io/tributary/enricher/watch/WatcherMetrics.java";
    private static final String ENRICHER = "enricher/src/main/java/io/tributary/enricher/EnricherMetrics.java";

    /** A name with what follows it up to its description. */
    private static final Pattern METRIC =
            Pattern.compile("(?:PREFIX \\+ |(?:gauge|count|counter)\\(\\s*)\"([a-z_]+)\"[^\"]*\"([A-Z1][^\"]+\\.)\"");

    private static final String HEAD = """
            # Metrics

            Every process serves `/metrics` in Prometheus' text format at its `admin.listen` address, beside `/livez`, `/readyz` and `/status`; `tributary standalone` shows all three
            parts in one. The JVM's own figures and a choice of Kafka's come with them. Labels hold closed lists, never names of pods.

            These sums must hold for each process. The end-to-end tests assert them for every process that was not killed; lines that are still open are told by no metric yet, and the tests end with none:

            * collector: `read = acknowledged + in flight + discarded`, in bytes
            * enricher: `received + restored = new + duplicate + held + dead-lettered + handed over`, in bytes
            * enricher: `lines + gaps + accounts = events + joined into others + open`
            * enricher: `events + further parts = sent + dropped`

            Alert first on `tributary_collector_backlog_bytes` growing, on any `tributary_collector_lost_bytes_total` or
            `tributary_enricher_gap_unannounced_bytes_total`, and on `tributary_enricher_dlq_total`.

            This page is generated from the code, and a test compares them.
            """;

    @Test
    void shouldTellOfEveryMetric() throws Exception {
        // Given
        StringBuilder expected = new StringBuilder(HEAD);

        // When
        expected.append(table("collector", COLLECTOR));
        expected.append(table("watcher", WATCHER));
        expected.append(table("enricher", ENRICHER));

        // Then
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE)
                .as("docs/metrics.md; write it anew with -Ddocs.write=true")
                .hasContent(expected.toString());
    }

    private static String table(String part, String file) throws Exception {
        Map<String, String> metrics = new TreeMap<>();
        Matcher matcher = METRIC.matcher(Files.readString(ROOT.resolve(file)));
        while (matcher.find()) {
            metrics.put(matcher.group(1), matcher.group(2));
        }
        assertThat(metrics).as("metrics named in %s", file).hasSizeGreaterThan(5);
        StringBuilder table = new StringBuilder("\n## " + part + "\n\n| Metric | What |\n| --- | --- |\n");
        metrics.forEach((name, what) -> table.append("| `tributary_" + part + "_" + name + "` | " + what + " |\n"));
        return table.toString();
    }
}
