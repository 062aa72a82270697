package io.tributary.enricher.watch;

import static io.tributary.enricher.watch.Pods.key;
import static io.tributary.enricher.watch.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.enricher.watch.PublishLoop.Stage;
import io.tributary.runtime.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishLoopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BEAT_MS = 100;

    private static final String WEB = key("shop", "web", "uid-1");
    private static final String DB = key("shop", "db", "uid-2");

    private final FakeTopic topic = new FakeTopic();
    private final List<Running> started = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Running running : started) {
            running.stop();
        }
    }

    @Test
    void shouldFenceThenReadItsTopicThenListThenPublish() {
        // Given
        Running watcher = watcher("a");
        assertThat(watcher.loop.check().isOk()).isFalse();

        // When
        watcher.start();
        watcher.awaitLeading();
        watcher.hears(pod("shop", "web", "uid-1"));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topic.words())
                        .containsExactly("initialised", "topic read", "source may speak", "committed 1"));
        assertThat(watcher.loop.check().isOk()).isTrue();
        assertThat(watcher.count("published_total")).isEqualTo(1);
    }

    @Test
    void shouldPublishABatchAgainWhenItWasAborted() {
        // Given
        List<FakeTopic.FakeProducer> producers = new ArrayList<>();
        topic.prepare(producers::add);
        Running watcher = watcher("a");
        watcher.start();
        watcher.awaitLeading();
        producers.get(0).commitTransactionException = new KafkaException("broker restarts");
        watcher.hears(pod("shop", "web", "uid-1"));
        await().atMost(PATIENCE).until(() -> !watcher.loop.check().isOk());
        assertThat(topic.rows()).isEmpty();

        // When
        producers.get(0).commitTransactionException = null;

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(topic.rows()).containsOnlyKeys(WEB));
        await().atMost(PATIENCE).until(() -> watcher.loop.check().isOk());
        assertThat(topic.words()).containsOnlyOnce("initialised");
    }

    @Test
    void shouldReadItsTopicAgainWithANewProducerWhenACommitsAnswerIsLost() {
        // Given a commit that took place although its answer never came
        topic.prepare(producer -> producer.commitTransactionException = new TimeoutException("no answer"));
        Running watcher = watcher("a");
        topic.put(WEB, watcher.bench.left(pod("shop", "web", "uid-1"), "uid-1", null));
        watcher.hears(pod("shop", "web", "uid-1"), pod("shop", "db", "uid-2"));

        // When
        watcher.start();

        // Then only what the topic lacks is written
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(topic.rows()).containsOnlyKeys(WEB, DB));
        assertThat(topic.words()).contains("committed 1").doesNotContain("committed 2");
    }

    @Test
    void shouldTryForEverWhenKafkaIsAwayAtTheStart() {
        // Given
        topic.prepare(producer -> producer.initTransactionException = new TimeoutException("no broker"));
        topic.prepare(producer -> producer.initTransactionException = new TimeoutException("no broker yet"));
        Running watcher = watcher("a");

        // When
        watcher.start();

        // Then
        watcher.awaitLeading();
        assertThat(topic.words()).containsExactly("initialised", "topic read", "source may speak");
    }

    @Test
    void shouldStandByWhileAnotherWatcherLivesAndTakeOverWhenItHasBeenSilentForThreeIntervals() {
        // Given
        Running first = watcher("a");
        first.start();
        first.awaitLeading();
        Running second = watcher("b");

        // When
        second.start();
        await().atMost(PATIENCE).until(() -> second.loop.check().isOk());
        assertThat(second.loop.stage()).isEqualTo(Stage.STANDING_BY);
        int beats = topic.beatCount();
        await().atMost(PATIENCE).until(() -> topic.beatCount() > beats + 6);
        assertThat(second.loop.stage()).isEqualTo(Stage.STANDING_BY);
        assertThat(topic.words()).containsOnlyOnce("initialised");
        first.freeze();

        // Then
        second.awaitLeading();
        assertThat(topic.newestBeat().instance()).isEqualTo("b");
    }

    @Test
    void shouldNotWriteWhatItMeantToWhenItIsContinuedAfterAnotherTookOver() throws InterruptedException {
        // Given
        Running first = watcher("a");
        first.start();
        first.awaitLeading();
        first.freeze();
        Running second = watcher("b");
        second.hears(pod("shop", "web", "uid-1"));
        second.start();
        second.awaitLeading();

        // When
        first.hearsFrozen(pod("shop", "db", "uid-2"));
        first.thaw();

        // Then
        await().atMost(PATIENCE).until(() -> first.count("fenced_total") == 1);
        int beats = topic.beatCount();
        await().atMost(PATIENCE).until(() -> topic.beatCount() > beats + 6);
        assertThat(first.loop.stage()).isEqualTo(Stage.STANDING_BY);
        assertThat(first.loop.check().isOk()).isTrue();
        assertThat(first.loop.stage()).isNotEqualTo(Stage.LEADING);
        assertThat(topic.rows()).containsOnlyKeys(WEB);
    }

    @Test
    void shouldNotTakeTurnsWhenBothClocksAreFarAhead() {
        // Given clocks by which every heartbeat is old
        Running first = watcher("a", 3_600_000);
        Running second = watcher("b", 3_600_000);
        first.start();
        first.awaitLeading();

        // When
        second.start();
        second.awaitLeading();

        // Then
        int beats = topic.beatCount();
        await().atMost(PATIENCE).until(() -> topic.beatCount() > beats + 10);
        assertThat(first.loop.stage()).isEqualTo(Stage.STANDING_BY);
        assertThat(first.count("fenced_total")).isEqualTo(1);
        assertThat(second.count("fenced_total")).isZero();
    }

    @Test
    void shouldLeadAgainWhenWhoFencedItIsNeverHeardOf() {
        // Given
        Running watcher = watcher("a");
        watcher.start();
        watcher.awaitLeading();

        // When
        topic.fence();

        // Then
        await().atMost(PATIENCE).until(() -> watcher.count("fenced_total") == 1);
        watcher.awaitLeading();
        watcher.hears(pod("shop", "web", "uid-1"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(topic.rows()).containsOnlyKeys(WEB));
    }

    @Test
    void shouldTakeOverAtOnceWhenTheOtherLeftInOrderOrWasItself() {
        // Given
        topic.beat(new Heartbeat(null, "b", 0, false, true, 3_600_000), 0);
        Running afterLeaving = watcher("a");
        afterLeaving.start();
        afterLeaving.awaitLeading();
        afterLeaving.loop.close();
        await().atMost(PATIENCE).until(() -> topic.newestBeat().leaving());
        topic.beat(new Heartbeat(null, "lasting", 0, false, false, 3_600_000), 0);

        // When
        Running itself = watcher("lasting");
        itself.start();

        // Then
        itself.awaitLeading();
    }

    @Test
    void shouldSayForWhomItWaitsWhenTheLastHeartbeatIsYoung() {
        // Given
        topic.beat(new Heartbeat(null, "crashed", 0, false, false, 20_000), 30_000);
        Running watcher = watcher("a");

        // When
        watcher.start();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(watcher.loop.check())
                        .isInstanceOfSatisfying(
                                Check.Failed.class,
                                failed -> assertThat(failed.what())
                                        .contains("watcher crashed is 3", "takes over after 60 s")));
    }

    @Test
    void shouldNeverWriteAndSayWhyWhenTheTopicHoldsAnotherClustersRows() {
        // Given a cluster of the same name whose watcher is not there now
        topic.beat(new Heartbeat("other-cluster", "b", 0, true, true, BEAT_MS), 0);
        Running watcher = watcher("a");
        watcher.hears(pod("shop", "web", "uid-1"));
        watcher.hearsOfKubeSystem();

        // When
        watcher.start();

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(watcher.loop.check())
                        .isInstanceOfSatisfying(
                                Check.Failed.class,
                                failed -> assertThat(failed.remedy()).contains("cluster.replaces=other-cluster")));
        assertThat(topic.rows()).isEmpty();
        assertThat(topic.newestBeat().clusterUid()).isEqualTo("other-cluster");
    }

    @Test
    void shouldFindOutThatTheClusterIsAnotherWhenTheSourceSpeaksOnlyAfterItLeads() {
        // Given
        topic.beat(new Heartbeat("other-cluster", "b", 0, true, true, BEAT_MS), 0);
        Running watcher = watcher("a");
        watcher.start();
        watcher.awaitLeading();

        // When
        synchronized (watcher.bench.table) {
            watcher.hears(pod("shop", "web", "uid-1"));
            watcher.hearsOfKubeSystem();
        }

        // Then it leaves the place to the rightful one
        await().atMost(PATIENCE).until(() -> watcher.loop.stage() == Stage.STANDING_BY);
        assertThat(topic.rows()).isEmpty();
        assertThat(topic.newestBeat().clusterUid()).isEqualTo("other-cluster");
        assertThat(topic.newestBeat().leaving()).isTrue();
    }

    @Test
    void shouldTakeTheOthersPlaceWhenItIsToldTo() {
        // Given
        topic.beat(new Heartbeat("other-cluster", "b", 0, true, true, BEAT_MS), 0);
        Running watcher = new Running("a", 0, new ClusterIdentity("other-cluster"), 3_600_000);
        watcher.hears(pod("shop", "web", "uid-1"));
        watcher.hearsOfKubeSystem();

        // When
        watcher.start();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(topic.rows()).containsOnlyKeys(WEB));
        await().atMost(PATIENCE)
                .until(() -> "this-cluster".equals(topic.newestBeat().clusterUid()));
    }

    @Test
    void shouldPublishEverythingAgainWhenTheTopicWasMadeAnew() {
        // Given
        Running watcher = watcher("a");
        watcher.start();
        watcher.hears(pod("shop", "web", "uid-1"));
        await().atMost(PATIENCE)
                .until(() -> topic.newestBeat() != null && topic.newestBeat().complete());

        // When
        topic.makeAnew();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(topic.rows()).containsOnlyKeys(WEB));
        assertThat(watcher.count("topic_lost_total")).isEqualTo(1);
        await().atMost(PATIENCE)
                .until(() -> topic.newestBeat() != null && topic.newestBeat().complete());
    }

    @Test
    void shouldSetRightWhatAnythingElseDidToTheTopicWhenItIsComparedAgain() {
        // Given
        Running watcher = new Running("a", 0, new ClusterIdentity(null), 200);
        watcher.start();
        watcher.hears(pod("shop", "web", "uid-1"), pod("shop", "db", "uid-2"));
        await().atMost(PATIENCE).until(() -> topic.rows().size() == 2);
        byte[] right = topic.rows().get(WEB);

        // When
        topic.put(WEB, watcher.bench.left(pod("shop", "web", "uid-1"), "uid-1", 5L));
        topic.put(DB, new byte[] {1, 2, 3});

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topic.rows().get(WEB)).isEqualTo(right));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topic.rows().get(DB)).hasSizeGreaterThan(3));
        assertThat(watcher.count("topic_lost_total")).isZero();
    }

    @Test
    void shouldCallTheTopicCompleteOnlyWhenAllThatWasListedIsInIt() {
        // Given
        Running watcher = watcher("a");
        watcher.start();
        await().atMost(PATIENCE).until(() -> topic.beatCount() > 1);
        assertThat(topic.newestBeat().complete()).isFalse();

        // When
        watcher.hears(pod("shop", "web", "uid-1"));

        // Then
        await().atMost(PATIENCE).until(() -> topic.newestBeat().complete());
        assertThat(topic.rows()).containsOnlyKeys(WEB);
        assertThat(topic.newestBeat().heardAt()).isEqualTo(4_711);
    }

    @Test
    void shouldWriteWhatIsDueAndItsLastWordWhenClosed() throws InterruptedException {
        // Given
        Running watcher = watcher("a");
        watcher.start();
        watcher.awaitLeading();
        synchronized (watcher.bench.table) {
            watcher.hears(pod("shop", "web", "uid-1"));

            // When
            watcher.loop.close();
        }
        watcher.thread.join(10_000);

        // Then
        assertThat(topic.rows()).containsOnlyKeys(WEB);
        assertThat(topic.newestBeat().leaving()).isTrue();
        assertThat(watcher.loop.stage()).isEqualTo(Stage.CLOSED);
    }

    private Running watcher(String instance) {
        return watcher(instance, 0);
    }

    private Running watcher(String instance, long clockAheadMs) {
        return new Running(instance, clockAheadMs, new ClusterIdentity(null), 3_600_000);
    }

    /** A watcher with a table and a loop of its own, on the one topic. */
    private final class Running {

        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final Pods.Bench bench = new Pods.Bench(1_000_000_000);
        private final PublishLoop loop;
        private final Thread thread;
        private final Object ice = new Object();
        private volatile boolean frozen;

        private Running(String instance, long clockAheadMs, ClusterIdentity identity, long compareMs) {
            Clock real = Clock.system();
            Clock clock = new Clock(() -> real.now() + clockAheadMs, this::tick);
            LoopParts.Settings settings = new LoopParts.Settings(
                    new HeartbeatCodec(Pods.CLUSTER), instance, identity, BEAT_MS, compareMs, clock);
            loop = new PublishLoop(
                    new LoopParts(topic, bench.table, new TestSource(), settings, new WatcherMetrics(registry)));
            thread = new Thread(loop, "watcher " + instance);
            started.add(this);
        }

        private void start() {
            thread.start();
        }

        private void awaitLeading() {
            await().atMost(PATIENCE).until(() -> loop.stage() == Stage.LEADING);
        }

        /** As SIGSTOP: the loop's thread stands still the next time it looks at its clock. */
        private void freeze() {
            frozen = true;
        }

        private void thaw() {
            synchronized (ice) {
                frozen = false;
                ice.notifyAll();
            }
        }

        private long tick() {
            synchronized (ice) {
                try {
                    while (frozen && Thread.currentThread() == thread) {
                        ice.wait();
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return Clock.system().tick();
        }

        private void hears(PodFacts... pods) {
            synchronized (bench.table) {
                bench.listed(0, pods);
                bench.table.notifyAll();
            }
        }

        private void hearsOfKubeSystem() {
            synchronized (bench.table) {
                bench.table.namespaceUpserted("kube-system", Pods.namespace("this-cluster", "sre"), 0);
            }
        }

        private void hearsFrozen(PodFacts... pods) {
            bench.listed(0, pods);
        }

        private double count(String name) {
            return registry.get("tributary_watcher_" + name).counter().count();
        }

        private void stop() throws InterruptedException {
            thaw();
            loop.close();
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private final class TestSource implements LoopParts.Source {

        @Override
        public void mayStart() {
            topic.said("source may speak");
        }

        @Override
        public long heardAt() {
            return 4_711;
        }
    }
}
