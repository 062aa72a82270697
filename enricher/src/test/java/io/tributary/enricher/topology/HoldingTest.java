package io.tributary.enricher.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.enricher.metadata.HoldPolicy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to a pod's lines when its row is late, in the words of the design. */
class HoldingTest {

    private static final String WEB = "shop_web_1";
    private static final String DB = "shop_db_2";
    private static final String JOB = "shop_job_3";

    private TopologyBench bench = new TopologyBench();

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void shouldHoldAnUnknownPodWithoutDelayingOthers() {
        bench.row(DB, "app", "db");

        bench.lines(WEB, "waits");
        bench.lines(DB, "does not");

        assertThat(bench.events()).containsExactly("shop/db{app=db} does not");
        assertThat(bench.sums.count("held bytes")).isEqualTo("waits\n".length());
    }

    @Test
    void shouldReleaseInOrderWhenTheRowComes() {
        bench.lines(WEB, "one");
        bench.lines(WEB, "two");
        bench.lines(WEB, "three");
        bench.pass(3_000);

        bench.row(WEB, "app", "web");
        bench.pass(200);

        assertThat(bench.events())
                .containsExactly("shop/web{app=web} one", "shop/web{app=web} two", "shop/web{app=web} three");
        assertThat(bench.sums.count("after_hold")).isEqualTo(3);
        assertThat(bench.sums.count("held bytes")).isZero();
        assertThat(bench.sums.count("held pods")).isZero();
        assertThat(TopologyBench.size(bench.held())).isZero();
    }

    @Test
    void shouldNotLetANewChunkOvertakeWhenTheRowArrivesBetweenTwoLooks() {
        bench.lines(WEB, "one");
        bench.pass(150);
        bench.row(WEB, "app", "web");

        bench.lines(WEB, "two");

        assertThat(bench.events()).isEmpty();
        bench.pass(50);
        assertThat(bench.events()).containsExactly("shop/web{app=web} one", "shop/web{app=web} two");
        assertThat(bench.sums.count("duplicate")).isZero();
    }

    @Test
    void shouldGoOnPathOnlyWhenTheWaitIsOver() {
        bench.lines(WEB, "one");
        bench.pass(9_800);
        assertThat(bench.events()).isEmpty();

        bench.pass(200);

        assertThat(bench.events()).containsExactly("shop/web{} timeout one");
        assertThat(bench.sums.count("path_only")).isEqualTo(1);
    }

    @Test
    void shouldCountTheWaitFromThePodsFirstChunk() {
        bench.lines(WEB, "one");
        bench.pass(9_000);
        bench.lines(WEB, "two");

        bench.pass(1_000);

        assertThat(bench.events()).containsExactly("shop/web{} timeout one", "shop/web{} timeout two");
    }

    @Test
    void shouldNotWaitForAGivenUpPodAgainUntilItsRowComes() {
        bench.lines(WEB, "one");
        bench.pass(10_000);
        bench.events();

        bench.lines(WEB, "two");
        assertThat(bench.events()).containsExactly("shop/web{} timeout two");

        bench.row(WEB, "app", "web");
        bench.lines(WEB, "three");
        assertThat(bench.events()).containsExactly("shop/web{app=web} three");
        assertThat(TopologyBench.size(bench.held())).isZero();
    }

    @Test
    void shouldWaitOnceMoreWhenTheRowCameAndWentAway() {
        bench.lines(WEB, "one");
        bench.pass(10_000);
        bench.row(WEB, "app", "web");
        bench.lines(WEB, "two");
        bench.events();

        bench.metadata(TopologyBench.key(WEB), null);
        bench.lines(WEB, "three");

        assertThat(bench.events()).isEmpty();
        assertThat(bench.sums.count("held pods")).isEqualTo(1);
    }

    @Test
    void shouldForgetAGivenUpPodWhenItIsSilentForADay() {
        bench.lines(WEB, "one");
        bench.pass(10_000);
        assertThat(TopologyBench.size(bench.held())).isEqualTo(1);

        bench.pass(25L * 3_600_000);

        assertThat(TopologyBench.size(bench.held())).isZero();
    }

    @Test
    void shouldGiveAPodUpWhenTooManyOfItsBytesWait() {
        use(new HoldPolicy(10_000, 600, 16 << 20));
        bench.lines(WEB, "one");
        bench.lines(WEB, "two");
        assertThat(bench.events()).isEmpty();

        bench.lines(WEB, "x".repeat(300));

        assertThat(bench.events())
                .containsExactly(
                        "shop/web{} pod-limit one",
                        "shop/web{} pod-limit two",
                        "shop/web{} pod-limit " + "x".repeat(300));
        assertThat(bench.sums.count("held bytes")).isZero();
    }

    @Test
    void shouldGiveThePodUpThatWaitedLongestWhenThePartitionIsFull() {
        long chunk = TopologyBench.encoded(WEB, 0, "web\n").length;
        use(new HoldPolicy(10_000, 1 << 20, 2 * chunk));
        bench.lines(WEB, "web");
        bench.pass(100);
        bench.lines(DB, "db");

        bench.lines(JOB, "job");

        assertThat(bench.events()).containsExactly("shop/web{} partition-limit web");
        assertThat(bench.sums.count("held pods")).isEqualTo(2);
    }

    @Test
    void shouldUseTheRowWhenItIsThereByTheTimeALimitIsReached() {
        use(new HoldPolicy(10_000, 600, 16 << 20));
        bench.lines(WEB, "one");
        bench.row(WEB, "app", "web");

        bench.lines(WEB, "x".repeat(500));

        assertThat(bench.events()).containsExactly("shop/web{app=web} one", "shop/web{app=web} " + "x".repeat(500));
    }

    @Test
    void shouldReleaseEightMebibytesPerLookWhenMuchWaits() {
        String line = "x".repeat(100_000);
        for (int pod = 0; pod < 12; pod++) {
            for (int chunk = 0; chunk < 9; chunk++) {
                bench.lines("shop_pod-" + pod + "_" + pod, line);
            }
        }
        assertThat(bench.sums.count("held pods")).isEqualTo(12);

        bench.pass(10_000);
        List<String> first = bench.events();
        bench.pass(200);
        List<String> second = bench.events();

        assertThat(first).hasSizeBetween(80, 83);
        assertThat(first.size() + second.size()).isEqualTo(12 * 9);
    }

    @Test
    void shouldNeverHoldWhenTheWaitIsSetToNothing() {
        use(new HoldPolicy(0, 1 << 20, 16 << 20));

        bench.lines(WEB, "one");

        assertThat(bench.events()).containsExactly("shop/web{} timeout one");
    }

    @Test
    void shouldWaitForTheRestOfARowWhenItsNamespaceIsMissingThenUseWhatIsThere() {
        bench.row(WEB, Map.of("app", "web"), List.of("namespace"));
        bench.lines(WEB, "one");
        bench.pass(9_800);
        assertThat(bench.events()).isEmpty();

        bench.pass(200);

        assertThat(bench.events()).containsExactly("shop/web{app=web} one");
    }

    private void use(HoldPolicy policy) {
        bench.close();
        bench = new TopologyBench(policy, new WholeLines(), 1_000_000);
    }
}
