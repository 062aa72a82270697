package io.tributary.enricher.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits lives in the store: a kill, a rebalance, or a revived task lose none of it. */
class PodJoinRestartTest {

    private static final String WEB = "shop_web_1";
    private static final String DB = "shop_db_2";

    private final RecordedSums sums = new RecordedSums();
    private final MockProcessorContext<String, Object> context = new MockProcessorContext<>(new Properties());
    private final KeyValueStore<Bytes, byte[]> held =
            StateStores.held().withLoggingDisabled().build();
    private final KeyValueStore<String, byte[]> pods = StateStores.pods().build();
    private long offset;

    @BeforeEach
    void openStores() {
        held.init(context.getStateStoreContext(), held);
        pods.init(context.getStateStoreContext(), pods);
        context.addStateStore(held);
        context.addStateStore(pods);
        context.setCurrentSystemTimeMs(1_000);
    }

    @Test
    void shouldReleaseInOrderWithItsOwnCoordinatesWhenAnotherInstanceTakesOver() {
        PodJoinProcessor first = started();
        ship(first, WEB, "one\n");
        ship(first, DB, "other\n");
        ship(first, WEB, "two\n");
        first.close();

        started();
        context.setCurrentSystemTimeMs(11_000);
        look();

        assertThat(joined()).extracting(joined -> joined.raw().offset()).containsExactly(0L, 2L, 1L);
        assertThat(joined()).extracting(Joined::result).containsOnly(JoinResult.PATH_ONLY);
    }

    @Test
    void shouldCountTheWaitFromBeforeTheRestart() {
        PodJoinProcessor first = started();
        ship(first, WEB, "one\n");
        first.close();
        context.setCurrentSystemTimeMs(10_900);

        PodJoinProcessor second = started();
        look();
        assertThat(joined()).isEmpty();
        ship(second, WEB, "two\n");
        context.setCurrentSystemTimeMs(11_000);
        look();

        assertThat(joined()).hasSize(2);
    }

    @Test
    void shouldRebuildWhatWaitsWhenTheSameObjectIsStartedAgain() {
        PodJoinProcessor join = started();
        ship(join, WEB, "one\n");
        join.close();

        join.init(context);
        ship(join, WEB, "two\n");
        context.setCurrentSystemTimeMs(11_000);
        look();

        assertThat(joined()).extracting(joined -> joined.raw().offset()).containsExactly(0L, 1L);
        assertThat(sums.count("held bytes")).isZero();
        assertThat(sums.count("held pods")).isZero();
    }

    @Test
    void shouldRememberGivenUpPodsOverARestart() {
        PodJoinProcessor first = started();
        ship(first, WEB, "one\n");
        context.setCurrentSystemTimeMs(11_000);
        look();
        first.close();
        context.resetForwards();

        ship(started(), WEB, "two\n");

        assertThat(joined()).hasSize(1);
        assertThat(joined().get(0).pod().pod().pathOnly()).isEqualTo("timeout");
    }

    @Test
    void shouldBalanceTheBytesOfEveryProcessOverARestart() {
        PodJoinProcessor first = started();
        ship(first, WEB, "one\n");
        first.close();
        assertThat(sums.count("received")).isEqualTo(sums.count("handed over")).isEqualTo(4);

        started();

        assertThat(sums.count("restored")).isEqualTo(4);
        assertThat(sums.count("held bytes")).isEqualTo(4);
    }

    @Test
    void shouldLookOnlyWhileSomethingWaits() {
        PodJoinProcessor join = started();
        assertThat(looks()).isEmpty();

        ship(join, WEB, "one\n");
        assertThat(looks()).hasSize(1);
        context.setCurrentSystemTimeMs(11_000);
        look();

        assertThat(looks()).isEmpty();
        assertThat(context.committed()).isTrue();
    }

    private PodJoinProcessor started() {
        looks().forEach(CapturedPunctuator::cancel);
        PodJoinProcessor join = new PodJoinProcessor(TopologyBench.HOLD, "raw", sums);
        join.init(context);
        return join;
    }

    private void ship(PodJoinProcessor join, String pod, String text) {
        context.setRecordMetadata("raw", 0, offset++);
        join.process(new Record<>(TopologyBench.key(pod), TopologyBench.encoded(pod, 0, text), 500));
    }

    /** The newest timer that is still on, as Streams calls it. */
    private void look() {
        List<CapturedPunctuator> on = looks();
        on.get(on.size() - 1).getPunctuator().punctuate(context.currentSystemTimeMs());
    }

    private List<CapturedPunctuator> looks() {
        return context.scheduledPunctuators().stream()
                .filter(timer -> !timer.cancelled() && timer.getInterval().equals(Duration.ofMillis(200)))
                .toList();
    }

    private List<Joined> joined() {
        return context.forwarded().stream()
                .map(forward -> (Joined) forward.record().value())
                .toList();
    }
}
