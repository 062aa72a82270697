package io.tributary.enricher.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.LogEvent.Kind;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.event.Stream;
import io.tributary.enricher.metadata.PathOnlyPod;
import io.tributary.enricher.output.MmkubernetesFormat;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a broker could refuse is ever sent. */
class EventRendererTest {

    private static final Origin ORIGIN = new Origin(
            "c1", "n1", "shop_web_1", "main", 0, null, "/var/log/containers/x.log", "0123456789abcdef0123456789abcdef");
    private static final int KEY = 20;
    private static final int LIMIT = 200_000;

    private final MmkubernetesFormat format = new MmkubernetesFormat("p", 64 << 10);
    private final RecordedSums sums = new RecordedSums();

    @Test
    void shouldRenderAllFactsWhenTheyFit() {
        byte[] json = render("hello", pod(Map.of("app", "web")), LIMIT);

        assertThat(text(json)).contains("\"log\":\"hello\"").contains("\"app\":\"web\"");
    }

    @Test
    void shouldRenderOnlyThePathsFactsWhenAllFactsAreTooMuch() {
        Pod talkative = pod(Map.of("note", "n".repeat(40_000)));

        byte[] json = render("m".repeat(170_000), talkative, LIMIT);

        assertThat(json.length).isLessThanOrEqualTo(LIMIT - KEY);
        assertThat(text(json))
                .contains("too-large")
                .contains("m".repeat(170_000))
                .doesNotContain("nnnn");
    }

    @ParameterizedTest
    @ValueSource(ints = {66_000, 100_000, 200_000, 1_000_000})
    void shouldNeverGiveMoreThanTheLimitWhateverTheMessageIs(int limit) {
        byte[] worst = new byte[400_000];

        byte[] json = render(Slice.of(worst), pod(Map.of("note", "n".repeat(60_000))), limit);

        assertThat(json.length).isLessThanOrEqualTo(limit - KEY);
        assertThat(text(json)).startsWith("{").endsWith("}");
        if (limit < 1_000_000) {
            assertThat(text(json)).contains("\"truncated\"");
        }
    }

    @Test
    void shouldCountLabelsThatAreTheSameWithoutDots() {
        // Given
        Pod pod = pod(Map.of("a.b", "dotted", "a_b", "under", "c.d", "alone"));

        // When
        render("x", pod, 1_000_000);

        // Then
        assertThat(sums.count("collisions")).isEqualTo(1);
    }

    private byte[] render(String message, Pod pod, int limit) {
        return render(Slice.of(message), pod, limit);
    }

    private byte[] render(Slice message, Pod pod, int limit) {
        EventRenderer renderer = new EventRenderer(Map.of(format.name(), format), limited(limit), sums);
        LogEvent event = new LogEvent(
                Kind.LINE,
                ORIGIN,
                7,
                0,
                true,
                Stream.STDOUT,
                Slice.of("2026-01-01T00:00:00Z"),
                1_767_225_600L,
                0,
                message,
                null,
                EnumSet.noneOf(Flag.class),
                0);
        return renderer.render(event, new KnownPod(pod, true), format.name(), KEY);
    }

    private static Pod pod(Map<String, String> labels) {
        Pod bare = PathOnlyPod.of("shop_web_1", "x");
        return new Pod(
                bare.name(),
                bare.namespace(),
                bare.uid(),
                labels,
                Map.of(),
                "n1",
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                null);
    }

    private static OutputTopics limited(int bytes) {
        return new OutputTopics() {
            @Override
            public boolean writable(String topic) {
                return true;
            }

            @Override
            public String defaultTopic() {
                return "k8s-c1";
            }

            @Override
            public int maxRecordBytes() {
                return bytes;
            }
        };
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
