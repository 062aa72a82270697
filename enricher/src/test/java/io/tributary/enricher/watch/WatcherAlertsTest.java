package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** An alert on a metric that is not there never fires. */
class WatcherAlertsTest {

    private static final Path RULES = Path.of("..", "deploy", "monitoring", "watcher.rules.yaml");

    @Test
    void shouldBeBuiltOfMetricsThatThereAre() throws IOException {
        // Given
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        WatcherMetrics metrics = new WatcherMetrics(registry);
        metrics.leader(() -> 1);
        metrics.lastEventAge(() -> 1);

        // When
        Set<String> used = Pattern.compile("tributary_watcher_[a-z_]+")
                .matcher(Files.readString(RULES))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(used).hasSizeGreaterThan(3);
        assertThat(registry.getMeters().stream().map(meter -> meter.getId().getName()))
                .containsAll(used);
    }
}
