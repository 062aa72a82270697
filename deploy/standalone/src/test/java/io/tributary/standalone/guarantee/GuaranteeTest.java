package io.tributary.standalone.guarantee;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.standalone.load.ContainerInstance;
import io.tributary.standalone.load.NumberedLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each guarantee holds for a faithful pipeline and fails for one that breaks just this promise: its mutant. */
class GuaranteeTest {

    private static final String CLUSTER = "test";
    private static final ContainerInstance WEB =
            new ContainerInstance("shop", "web-0", "uid-1", "app", "a".repeat(64), 0);
    private static final ContainerInstance WEB_AGAIN = WEB.restarted("b".repeat(64));

    private final List<WrittenLine> written = new ArrayList<>();
    private final List<EnrichedEvent> events = new ArrayList<>();

    @BeforeEach
    void faithfulPipeline() {
        for (ContainerInstance instance : List.of(WEB, WEB_AGAIN)) {
            for (int sequence = 0; sequence < 20; sequence++) {
                String series = instance.series(sequence % 2 == 0 ? "stdout" : "stderr");
                NumberedLine line = new NumberedLine(series, sequence / 2, 1_000L + sequence);
                written.add(new WrittenLine(instance, line, 150));
                events.add(event(instance, line.text(120), events.size()));
            }
        }
    }

    @Nested
    class NothingLostTest {

        private final NothingLost guarantee = new NothingLost();

        @Test
        void shouldHoldWhenEveryLineCame() {
            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenOneLineNeverCame() {
            events.remove(7);

            assertFails(guarantee, "first shop_web-0_uid-1/app/0/stderr#3");
        }

        @Test
        void shouldHoldWhenTheLostBytesWereAnnounced() {
            events.set(7, gap(WEB, 150));

            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenFewerBytesWereAnnouncedThanLost() {
            events.set(7, gap(WEB, 149));

            assertFails(guarantee, "bytes announced by gaps");
        }

        @Test
        void shouldFailWhenALineWasDamaged() {
            events.set(7, event(WEB, events.get(7).message().replace("index", "Index"), 7));

            assertFails(guarantee, "no undamaged numbered line");
        }

        @Test
        void shouldFailWhenALineCameThatNobodyWrote() {
            events.add(event(WEB, new NumberedLine(WEB.series("stdout"), 999, 0).text(120), 999));

            assertFails(guarantee, "nobody wrote");
        }
    }

    @Nested
    class NoDuplicatesTest {

        private final NoDuplicates guarantee = new NoDuplicates();

        @Test
        void shouldHoldWhenEveryLineCameOnce() {
            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenALineCameAgainUnderAnotherId() {
            events.add(event(WEB, events.get(3).message(), 999));

            assertFails(guarantee, "line shop_web-0_uid-1/app/0/stderr#1");
        }

        @Test
        void shouldFailWhenTwoEventsShareAnId() {
            events.set(5, event(WEB, events.get(5).message(), 4));

            assertFails(guarantee, "id file-4");
        }
    }

    @Nested
    class OrderPerContainerStreamTest {

        private final OrderPerContainerStream guarantee = new OrderPerContainerStream();

        @Test
        void shouldHoldWhenLinesCameAsTheyWereWritten() {
            assertHolds(guarantee);
        }

        @Test
        void shouldHoldWhenTheTwoStreamsOfAContainerAreInterleavedOtherwise() {
            Collections.swap(events, 4, 5);

            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenTwoLinesOfAStreamChangedPlaces() {
            Collections.swap(events, 4, 6);

            assertFails(guarantee, "came behind");
        }

        @Test
        void shouldFailWhenANewInstancesLineCameBeforeAnOldOnes() {
            Collections.swap(events, 18, 20);

            assertFails(guarantee, "/app/0/stdout#9 came behind");
        }

        @Test
        void shouldHoldWhenALineThatFillsAHoleSaysThatItIsLate() {
            EnrichedEvent late = events.remove(4);
            ((ObjectNode) late.json().path("tributary")).putArray("flags").add("late");
            events.add(late);

            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenAPodIsSpreadOverPartitions() {
            EnrichedEvent moved = events.get(4);
            events.set(4, new EnrichedEvent(moved.partition() + 1, 0, moved.key(), moved.json()));

            assertFails(guarantee, "is on partitions");
        }
    }

    @Nested
    class MetadataNeverWrongTest {

        private final MetadataNeverWrong guarantee = new MetadataNeverWrong(CLUSTER);

        @BeforeEach
        void expectLabels() {
            guarantee.expect(WEB.podDirectory(), Map.of("app.kubernetes.io/name", "web"), Map.of("team", "shop"));
        }

        @Test
        void shouldHoldWhenEveryLineBearsItsPodsLabels() {
            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenALineBearsAnotherPodsLabels() {
            ((ObjectNode) events.get(9).json().path("kubernetes").path("labels")).put("app_kubernetes_io/name", "db");

            assertFails(guarantee, "labels is");
        }

        @Test
        void shouldFailWhenALineBearsAnotherNamespacesLabels() {
            ((ObjectNode) events.get(9).json().path("kubernetes").path("namespace_labels")).put("team", "billing");

            assertFails(guarantee, "namespace_labels is");
        }

        @Test
        void shouldFailWhenALineBearsAnotherPodsName() {
            ((ObjectNode) events.get(9).json().path("kubernetes")).put("pod_name", "web-1");

            assertFails(guarantee, "pod_name is web-1");
        }

        @Test
        void shouldHoldWhenALineHasNoLabelsAndSaysSo() {
            pathOnly(events.get(9)).remove(List.of("labels", "namespace_labels"));

            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenALineHasNoLabelsAndDoesNotSaySo() {
            ((ObjectNode) events.get(9).json().path("kubernetes")).remove(List.of("labels", "namespace_labels"));

            assertFails(guarantee, "labels is {}");
        }

        @Test
        void shouldFailWhenALineSaysThatItHasNoLabelsButHasSome() {
            pathOnly(events.get(9));

            assertFails(guarantee, "is path-only and yet has labels");
        }

        private static ObjectNode pathOnly(EnrichedEvent event) {
            ((ObjectNode) event.json().path("tributary")).putObject("metadata").put("state", "path-only");
            return (ObjectNode) event.json().path("kubernetes");
        }
    }

    @Nested
    class SumsBalanceTest {

        private static final String COLLECTOR = """
                # HELP tributary_collector_read_bytes_total Bytes read.
                tributary_collector_read_bytes_total 1000.0
                tributary_collector_acknowledged_bytes_total 900.0
                tributary_collector_in_flight_bytes 60.0
                tributary_collector_discarded_bytes_total{reason="changed"} 30.0
                tributary_collector_discarded_bytes_total{reason="closed"} 10.0
                """;

        private static final String ENRICHER = """
                tributary_enricher_received_bytes_total 500.0
                tributary_enricher_restored_bytes_total 10.0
                tributary_enricher_new_bytes_total 400.0
                tributary_enricher_duplicate_bytes_total 60.0
                tributary_enricher_dead_lettered_bytes_total{reason="schema"} 20.0
                tributary_enricher_held_bytes 25.0
                tributary_enricher_handed_over_bytes_total 5.0
                tributary_enricher_lines_total 41.0
                tributary_enricher_joined_lines_total 2.0
                tributary_enricher_events_total{kind="line"} 39.0
                tributary_enricher_events_total{kind="gap"} 2.0
                tributary_enricher_further_parts_total 0.0
                tributary_enricher_gap_unannounced_bytes_total 0.0
                tributary_enricher_sent_total{topic="k8s-test"} 40.0
                tributary_enricher_dropped_total{reason="oversize"} 1.0
                """;

        private final SumsBalance guarantee = new SumsBalance();

        @Test
        void shouldHoldWhenWhatTheEnricherReceivedAndSentAddsUp() {
            guarantee.scraped(ENRICHER);

            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenReceivedBytesAreNeitherNewNorDuplicateNorHeld() {
            guarantee.scraped(ENRICHER.replace("held_bytes 25.0", "held_bytes 24.0"));

            assertFails(guarantee, "received_bytes_total");
        }

        @Test
        void shouldFailWhenALineBecameNoEvent() {
            guarantee.scraped(ENRICHER.replace("lines_total 41.0", "lines_total 42.0"));

            assertFails(guarantee, "lines_total");
        }

        @Test
        void shouldFailWhenAnEventWasNeitherSentNorDropped() {
            guarantee.scraped(ENRICHER.replace("{reason=\"oversize\"} 1.0", "{reason=\"oversize\"} 0.0"));

            assertFails(guarantee, "sent_total");
        }

        @Test
        void shouldFailWhenMoreWasSentThanIsRead() {
            guarantee.scraped(ENRICHER);
            events.remove(0);

            assertFails(guarantee, "compared with records read");
        }

        @Test
        void shouldHoldWhenMoreWasSentThanIsReadBecauseATransactionWasRepeated() {
            guarantee.scraped(ENRICHER);
            guarantee.attemptsMayBeRepeated();
            events.remove(0);

            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenBytesAreMissingWithoutAnnouncement() {
            guarantee.scraped(ENRICHER.replace("unannounced_bytes_total 0.0", "unannounced_bytes_total 1.0"));

            assertFails(guarantee, "without announcement");
        }

        @Test
        void shouldHoldWhenWhatWasReadEqualsWhatBecameOfIt() {
            guarantee.scraped(COLLECTOR);

            assertHolds(guarantee);
        }

        @Test
        void shouldFailWhenAByteWasReadAndNothingBecameOfIt() {
            guarantee.scraped(COLLECTOR.replace("900.0", "899.0"));

            assertFails(guarantee, "read_bytes_total");
        }

        @Test
        void shouldFailWhenAMetricOfTheSumIsNoLongerExported() {
            guarantee.scraped(COLLECTOR.replace("_in_flight_", "_inflight_"));

            assertFails(guarantee, "tributary_collector_in_flight_bytes");
        }

        @Test
        void shouldFailWhenNothingWasScraped() {
            assertFails(guarantee, "scraped parts");
        }
    }

    private void assertHolds(Guarantee guarantee) {
        feed(guarantee);
        assertThatCode(guarantee::verify).doesNotThrowAnyException();
    }

    private void assertFails(Guarantee guarantee, String because) {
        feed(guarantee);
        assertThatThrownBy(guarantee::verify).isInstanceOf(AssertionError.class).hasMessageContaining(because);
    }

    private void feed(Guarantee guarantee) {
        written.forEach(guarantee::written);
        events.forEach((Consumer<EnrichedEvent>) guarantee::read);
    }

    private static EnrichedEvent event(ContainerInstance instance, String message, int offset) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("log", message);
        ObjectNode kubernetes = json.putObject("kubernetes");
        kubernetes.putObject("labels").put("app_kubernetes_io/name", "web");
        kubernetes.putObject("namespace_labels").put("team", "shop");
        kubernetes.put("namespace_name", instance.namespace()).put("pod_name", instance.pod());
        kubernetes.put("container_name", instance.container());
        json.putObject("docker").put("container_id", instance.containerId());
        json.putObject("tributary").put("event_id", "file-" + offset);
        return new EnrichedEvent(0, offset, CLUSTER + '/' + instance.podDirectory(), json);
    }

    private static EnrichedEvent gap(ContainerInstance instance, long bytes) {
        EnrichedEvent event = event(instance, "bytes are missing", 500);
        ObjectNode tributary = (ObjectNode) event.json().path("tributary");
        tributary.put("gap_bytes", bytes).putArray("flags").add("gap");
        return event;
    }
}
