package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.runtime.Check;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must never stop the informers, tried against an API server that misbehaves. */
class PodInformerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private final HeardFeed feed = new HeardFeed();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong skipped = new AtomicLong();
    private StubApi api;
    private Config config;
    private PodInformer informer;

    @BeforeEach
    void startApi() throws IOException {
        api = new StubApi();
        api.namespace("shop");
        api.pod("web", "uid-1", "1");
        Path token = directory.resolve("token");
        Files.writeString(token, "t0ken");
        config = ApiConnection.server(api.url(), token, null);
        config.setWatchReconnectInterval(50);
        PodMapper mapper = new PodMapper("staging", ApiConnection.address(config), Pods.kept(Set.of(), Set.of()));
        informer = new PodInformer(
                config, mapper, new WatcherMetrics(registry), 60_000, () -> System.currentTimeMillis() + skipped.get());
    }

    @AfterEach
    void stop() {
        informer.close();
        api.close();
    }

    @Test
    void shouldListThenFollowChanges() {
        // When
        informer.start(feed);
        awaitWatching();
        api.pod("db", "uid-2", "1");
        api.pod("web", "uid-1", "2");
        api.namespace("bank");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(feed.pods()).containsOnlyKeys("uid-1", "uid-2");
            assertThat(feed.pods().get("uid-1").row().getLabels()).containsEntry("v", "2");
            assertThat(feed.namespaces()).containsOnlyKeys("shop", "bank");
        });
        api.delete("pods", "web");
        api.delete("namespaces", "bank");
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(feed.pods()).containsOnlyKeys("uid-2");
            assertThat(feed.namespaces()).containsOnlyKeys("shop");
        });
        assertThat(feed.words()).contains("completed pods [uid-1]", "completed namespaces [ns-shop]");
        assertThat(informer.heardAt()).isPositive();
        assertThat(feed.pods().get("uid-2").row().getApiServerUrl()).isEqualTo(api.url());
    }

    @Test
    void shouldBeReadyOnAQuietClusterBeforeAnythingHappens() {
        // When
        informer.start(feed);

        // Then without an event or bookmark
        awaitWatching();
        assertThat(feed.words())
                .containsExactlyInAnyOrder(
                        "started pods",
                        "pod uid-1",
                        "completed pods [uid-1]",
                        "started namespaces",
                        "namespace shop",
                        "completed namespaces [ns-shop]");
    }

    @Test
    void shouldAskNothingForAsLongAsTheServerWishesWhenThatIsLong() {
        // Given
        api.answer(StubApi::isList, StubAnswer.busy(503, 120));
        informer.start(feed);
        await().atMost(PATIENCE)
                .until(() -> !informer.check().isOk() && api.requests().size() >= 2);
        AtomicInteger asked = new AtomicInteger();
        await().atMost(PATIENCE)
                .during(Duration.ofSeconds(2))
                .until(() ->
                        asked.getAndSet(api.requests().size()) == api.requests().size());
        api.behave();

        // When
        skipped.addAndGet(120_001);

        // Then
        awaitWatching();
        assertThat(feed.pods()).containsOnlyKeys("uid-1");
    }

    @Test
    void shouldTakeAPodOfMoreThanAMegabyteAndKeepItsRowSmall() {
        // Given
        informer.start(feed);
        awaitWatching();

        // When
        api.object(
                "pods",
                "big",
                "{'metadata':{'name':'big','namespace':'shop','uid':'uid-big','resourceVersion':'$V','labels':{'v':'"
                        + "x".repeat(100_000) + "','app':'big'},'annotations':{'huge':'" + "y".repeat(1_500_000)
                        + "'}}}");

        // Then
        await().atMost(PATIENCE).until(() -> feed.pods().containsKey("uid-big"));
        byte[] row = new RowCodec("staging", removed -> {})
                .encode(PodRows.living(
                        feed.pods().get("uid-big").row(), "shop_big_uid-big", Pods.related("shop", null)))
                .content();
        assertThat(row).hasSizeLessThan(RowCodec.MAX_BYTES);
        assertThat(new String(row, StandardCharsets.ISO_8859_1)).contains("app");
    }

    @Test
    void shouldListInPagesAndShowItsToken() {
        // Given
        for (int i = 0; i < 1_100; i++) {
            api.pod("pod-" + i, "many-" + i, "1");
        }

        // When
        informer.start(feed);
        awaitWatching();

        // Then
        assertThat(feed.pods()).hasSize(1_101);
        assertThat(api.requests().stream().filter(StubApi::isList))
                .allSatisfy(request -> assertThat(request).contains("limit=500").doesNotContain("resourceVersion=0"));
        assertThat(api.requests().stream()
                        .filter(StubApi::isList)
                        .filter(request -> request.startsWith("/api/v1/pods"))
                        .map(request -> request.replaceFirst(".*continue=([0-9]+).*", "$1")))
                .contains("500", "1000");
        assertThat(api.tokens()).containsOnly("Bearer t0ken");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 404, 410, 429, 500, 503})
    void shouldGoOnWhenTheFirstListsAreRefused(int status) {
        // Given
        api.answer(StubApi::isList, StubAnswer.status(status));
        informer.start(feed);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(informer.check())
                        .isInstanceOfSatisfying(
                                Check.Failed.class,
                                failed -> assertThat(failed.what()).contains("HTTP " + status, "not since")));
        assertThat(feed.hasCompleted(PodFeed.Kind.PODS)).isFalse();

        // When
        api.behave();

        // Then
        awaitWatching();
        assertThat(feed.pods()).containsOnlyKeys("uid-1");
        assertThat(informer.failed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 410, 500})
    void shouldGoOnWhenTheFirstWatchesAreRefused(int status) {
        // Given
        api.answer(StubApi::isWatch, StubAnswer.status(status));
        informer.start(feed);
        await().atMost(PATIENCE).until(() -> api.requests().stream().anyMatch(StubApi::isWatch));
        api.pod("db", "uid-2", "1");

        // When
        api.behave();

        // Then
        awaitWatching();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).containsOnlyKeys("uid-1", "uid-2"));
        assertThat(informer.failed()).isFalse();
    }

    @Test
    void shouldGoOnWhenTheFirstListsHang() {
        // Given
        config.setRequestTimeout(1_000);
        api.answer(StubApi::isList, api.silence());
        informer.start(feed);
        await().atMost(PATIENCE)
                .until(() -> registry.find("tributary_watcher_list_total").counters().stream()
                        .anyMatch(counter -> counter.getId().getTag("result").equals("failed")));

        // When
        api.behave();

        // Then
        awaitWatching();
        assertThat(feed.pods()).containsOnlyKeys("uid-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json at all",
                "{'type':'UNHEARD_OF','object':{'kind':'Pod','metadata':{'name':'x'}}}",
                "{'type':'ERROR','object':{'kind':'Status','apiVersion':'v1','code':410,'reason':'Expired'}}",
            })
    void shouldListAnewWhenAWatchSaysWhatCannotBe(String line) {
        // Given
        informer.start(feed);
        awaitWatching();
        api.pod("db", "uid-2", "1");
        api.deleteSilently("pods", "web");

        // When
        api.say("pods", line);

        // Then what was missed is made good
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).containsOnlyKeys("uid-2"));
        awaitWatching();
        assertThat(informer.failed()).isFalse();
    }

    @Test
    void shouldKeepWhatItKnowsWhenOneObjectCannotBeUsed() {
        // Given
        informer.start(feed);
        awaitWatching();

        // When
        api.pod("bad", "uid/with/slashes", "1");
        api.pod("db", "uid-2", "1");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).containsOnlyKeys("uid-1", "uid-2"));
        assertThat(registry.get("tributary_watcher_objects_rejected_total")
                        .counter()
                        .count())
                .isPositive();
    }

    @Test
    void shouldListAnewWhenNothingWasHeardForTooLong() {
        // Given a watch that stays open and lost an event
        informer.start(feed);
        awaitWatching();
        api.deleteSilently("pods", "web");

        // When
        skipped.addAndGet(60_001);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).isEmpty());
        awaitWatching();
        assertThat(registry.find("tributary_watcher_watch_reconnects_total").counters())
                .anySatisfy(
                        counter -> assertThat(counter.getId().getTag("reason")).isEqualTo("silence"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999", "102"})
    void shouldCountABookmarkAsASignOfLifeWhetherOrNotItsVersionIsNew(String version) {
        // Given
        informer.start(feed);
        awaitWatching();
        long heardAt = informer.heardAt();
        skipped.addAndGet(30_000);

        // When
        String bookmark =
                "{'type':'BOOKMARK','object':{'kind':'%s','apiVersion':'v1','metadata':{'resourceVersion':'%s'}}}";
        api.say("pods", bookmark.formatted("Pod", version));
        api.say("namespaces", bookmark.formatted("Namespace", version));

        // Then
        await().atMost(PATIENCE).until(() -> informer.heardAt() >= heardAt + 30_000);
    }

    @Test
    void shouldLoseNoPodWhenItIsMadeAnewUnderItsNameWhileAWatchIsAway() {
        // Given
        informer.start(feed);
        awaitWatching();
        api.answer(StubApi::isWatch, StubAnswer.status(410));
        api.say("pods", "");
        api.deleteSilently("pods", "web");
        api.pod("web", "uid-9", "1");

        // When
        api.behave();

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).containsOnlyKeys("uid-9"));
    }

    @Test
    void shouldKeepNoSecretOfAPodInItsFacts() {
        // When
        informer.start(feed);
        awaitWatching();

        // Then
        byte[] content = new RowCodec("staging", removed -> {})
                .encode(PodRows.living(feed.pods().get("uid-1").row(), "shop_web_uid-1", Pods.related("shop", null)))
                .content();
        assertThat(new String(content, StandardCharsets.ISO_8859_1)).doesNotContain("s3cr3t");
    }

    private void awaitWatching() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(informer.check()).isEqualTo(Check.ok());
            assertThat(api.watchers("pods")).isPositive();
            assertThat(api.watchers("namespaces")).isPositive();
        });
    }
}
