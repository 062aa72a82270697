package io.tributary.enricher.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeCheckTest {

    @ParameterizedTest(name = "sent by {0}, scheduled to {1}: {2}")
    @CsvSource({"n1, n1, false", "n1, n2, true", "n1, , false", "n1, '', false", "'', n1, false", "N1, n1, true"})
    void shouldSeeAMismatchOnlyWhenBothNodesAreKnownAndDiffer(String sender, String scheduled, boolean mismatch) {
        // Given
        Origin origin = new Origin("c", sender, "default_shop_1", "main", 0, null, "/var/log/containers/x.log", "id");
        Pod pod = new Pod(
                "shop", "default", "1", Map.of(), Map.of(), scheduled, List.of(), List.of(), List.of(), null, null,
                null);

        // When
        boolean seen = NodeCheck.mismatch(origin, pod);

        // Then
        assertThat(seen).isEqualTo(mismatch);
    }
}
