package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.runtime.Check;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every way in which an API server fails, at the first list and in the midst of watching: the watcher goes on for ever,
 * keeps what it knows, says since when and why it is degraded, and makes good what it missed.
 */
class ApiFaultsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** A server that fails, until it does not. */
    @SuppressWarnings("ImmutableEnumChecker") // its answers have no state
    enum Fault {
        TOKEN_EXPIRED_401("HTTP 401") {
            @Override
            void begin(ApiFaultsTest test) {
                test.api.accept("t0ken-2");
            }

            @Override
            void end(ApiFaultsTest test) throws Exception {
                Files.writeString(test.token, "t0ken-2");
            }
        },
        FORBIDDEN_403("HTTP 403", StubAnswer.status(403)),
        NOT_FOUND_404("HTTP 404", StubAnswer.status(404)),
        GONE_410("HTTP 410", StubAnswer.status(410)),
        BUSY_429("HTTP 429", StubAnswer.busy(429, 1)),
        ERROR_500("HTTP 500", StubAnswer.status(500)),
        UNAVAILABLE_503("HTTP 503", StubAnswer.busy(503, 1)),
        PAGE_OF_A_PROXY("not what an API server says", StubAnswer.page()),
        CUT_IN_THE_MIDDLE_OF_AN_ANSWER("", StubAnswer.cut("{\"kind\":\"PodList\",\"metadata\":{}}", 20)),
        HANGS("no answer in time") {
            @Override
            void begin(ApiFaultsTest test) {
                test.api.answer(request -> true, test.api.silence());
            }
        },
        REFUSED("no connection") {
            @Override
            void begin(ApiFaultsTest test) {
                test.api.down();
            }

            @Override
            void end(ApiFaultsTest test) throws Exception {
                test.api.up(test.tls);
            }
        },
        WRONG_CERTIFICATE("TLS failed") {
            @Override
            void begin(ApiFaultsTest test) throws Exception {
                test.api.down();
                test.api.up(stranger.server(client));
            }

            @Override
            void end(ApiFaultsTest test) throws Exception {
                test.api.down();
                test.api.up(test.tls);
            }
        };

        private final String reason;
        private final StubAnswer answer;

        Fault(String reason) {
            this(reason, null);
        }

        Fault(String reason, StubAnswer answer) {
            this.reason = reason;
            this.answer = answer;
        }

        void begin(ApiFaultsTest test) throws Exception {
            test.api.answer(request -> true, answer);
        }

        void end(ApiFaultsTest test) throws Exception {
            test.api.behave();
        }
    }

    @TempDir
    private static Path certificates;

    private static TestCertificate server;
    private static TestCertificate stranger;
    private static TestCertificate client;

    @TempDir
    private Path directory;

    private final HeardFeed feed = new HeardFeed();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Path token;
    private SSLContext tls;
    private StubApi api;
    private PodInformer informer;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = TestCertificate.of(certificates, "server");
        stranger = TestCertificate.of(certificates, "stranger");
        client = TestCertificate.of(certificates, "client");
    }

    @BeforeEach
    void startApi() throws Exception {
        tls = server.server(client);
        api = new StubApi(tls);
        api.accept("t0ken");
        api.namespace("shop");
        api.pod("web", "uid-1", "1");
        token = Files.writeString(directory.resolve("token"), "t0ken");
        Config config = ApiConnection.server(api.url(), token, server.certificateFile());
        config.setWatchReconnectInterval(50);
        config.setRequestTimeout(1_000);
        informer = informer(config);
    }

    @AfterEach
    void stop() {
        informer.close();
        api.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepWhatItKnowsAndMakeGoodWhatItMissedWhenTheServerFailsWhileItIsWatched(Fault fault) throws Exception {
        // Given
        informer.start(feed);
        awaitWatching();

        // When
        fault.begin(this);
        api.cutWatches();
        api.deleteSilently("pods", "web");
        api.pod("db", "uid-2", "1");

        // Then
        awaitTrouble(fault.reason);
        assertThat(feed.pods()).containsOnlyKeys("uid-1");
        fault.end(this);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).containsKey("uid-2"));
        awaitWatching();
        assertThat(informer.failed()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSayNothingOfPodsBeforeTheFirstListIsCompleteWhenTheServerFailsAtTheStart(Fault fault) throws Exception {
        // Given
        fault.begin(this);

        // When
        informer.start(feed);

        // Then
        awaitTrouble(fault.reason);
        assertThat(feed.words()).noneMatch(word -> word.startsWith("completed"));
        fault.end(this);
        awaitWatching();
        assertThat(feed.pods()).containsOnlyKeys("uid-1");
        assertThat(informer.failed()).isFalse();
    }

    @Test
    void shouldGoOnWhenTheServersNameIsUnknown() {
        // Given
        Config config = ApiConnection.server("https://api.invalid:6443", token, null);
        config.setWatchReconnectInterval(50);
        PodInformer lost = informer(config);

        // When
        lost.start(feed);

        // Then
        try (lost) {
            await().atMost(PATIENCE).until(() -> retries() > 4);
            assertThat(lost.check())
                    .isInstanceOfSatisfying(
                            Check.Failed.class,
                            failed -> assertThat(failed.what()).contains("not since", "unknown host"));
            assertThat(lost.failed()).isFalse();
        }
    }

    @Test
    void shouldGoOnWithANewTokenWithoutATroubleWhenTheOldOneIsRefusedOnce() throws Exception {
        // Given
        informer.start(feed);
        awaitWatching();

        // When
        Files.writeString(token, "t0ken-2");
        api.accept("t0ken-2");
        api.cutWatches();
        api.pod("db", "uid-2", "1");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).containsOnlyKeys("uid-1", "uid-2"));
        assertThat(informer.check().isOk()).isTrue();
    }

    @Test
    void shouldWaitAsLongAsTheServerAsks() {
        // Given
        api.answer(StubApi::isList, StubAnswer.busy(429, 2));
        informer.start(feed);
        await().atMost(PATIENCE).until(() -> api.requests().size() >= 2);
        long asked = System.nanoTime();
        int before = api.requests().size();

        // When
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> api.requests().size() > before);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(800));
        api.behave();
        awaitWatching();
    }

    @Test
    void shouldTakeADeletionForNoneWhenALaterPageOfAListFails() {
        // Given
        for (int i = 0; i < 600; i++) {
            api.pod("pod-" + i, "many-" + i, "1");
        }
        informer.start(feed);
        awaitWatching();

        // When
        api.answer(request -> StubApi.isWatch(request) || request.contains("continue="), StubAnswer.status(410));
        api.cutWatches();
        api.deleteSilently("pods", "pod-7");
        await().atMost(PATIENCE)
                .until(() -> api.requests().stream()
                                .filter(r -> r.contains("continue="))
                                .count()
                        > 3);

        // Then
        assertThat(feed.pods()).hasSize(601);
        api.behave();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).hasSize(600));
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldMissNothingWhenTheConnectionIsCutInsideAnEvent(int bytes) {
        // Given
        informer.start(feed);
        awaitWatching();

        // When
        api.cutNextEventAfter(bytes);
        api.pod("db", "uid-2", "1");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).containsOnlyKeys("uid-1", "uid-2"));
        awaitWatching();
        assertThat(informer.failed()).isFalse();
    }

    static Stream<Integer> places() {
        return Stream.of(1, 2, 9, 17, 40, 77, 120, 160, 200, 240);
    }

    private PodInformer informer(Config config) {
        PodMapper mapper = new PodMapper("staging", ApiConnection.address(config), Pods.kept(Set.of(), Set.of()));
        return new PodInformer(config, mapper, new WatcherMetrics(registry), 600_000, System::currentTimeMillis);
    }

    private double retries() {
        return registry.find("tributary_watcher_watch_reconnects_total").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private void awaitTrouble(String reason) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(informer.check())
                        .isInstanceOfSatisfying(
                                Check.Failed.class,
                                failed -> assertThat(failed.what()).contains("not since", reason)));
    }

    private void awaitWatching() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(informer.check()).isEqualTo(Check.ok());
            assertThat(api.watchers("pods")).isPositive();
            assertThat(api.watchers("namespaces")).isPositive();
        });
    }
}
