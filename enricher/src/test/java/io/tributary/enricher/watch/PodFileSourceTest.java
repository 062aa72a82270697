package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.runtime.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodFileSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String TWO_PODS = list("u1", "u2");
    private static final String ONE_POD = list("u1");

    @TempDir
    private Path directory;

    private final HeardFeed feed = new HeardFeed();
    private final AtomicLong clock = new AtomicLong(1_000_000);
    private Path path;
    private PodFileSource source;

    @BeforeEach
    void createSource() {
        path = directory.resolve("pods.json");
        PodMapper mapper = new PodMapper("staging", null, Pods.kept(Set.of(), Set.of()));
        source = new PodFileSource(path, mapper, 10, new WatcherMetrics(new SimpleMeterRegistry()), clock::get);
    }

    @Test
    void shouldTellACompleteListNamespacesFirst() throws IOException {
        // Given
        write(TWO_PODS, 0);

        // When
        source.look(feed);

        // Then
        assertThat(feed.words())
                .containsExactly(
                        "started namespaces",
                        "namespace shop",
                        "completed namespaces [ns]",
                        "started pods",
                        "pod u1",
                        "pod u2",
                        "completed pods [u1, u2]");
        assertThat(source.check()).isEqualTo(Check.ok());
    }

    @Test
    void shouldReadAgainOnlyWhenTheFileHasChanged() throws IOException {
        // Given
        write(TWO_PODS, 0);
        source.look(feed);
        int said = feed.words().size();
        source.look(feed);
        assertThat(feed.words()).hasSize(said);
        write(ONE_POD, 1_000);

        // When
        source.look(feed);

        // Then
        assertThat(feed.words()).endsWith("completed pods [u1]");
        assertThat(feed.pods()).containsOnlyKeys("u1");
    }

    @Test
    void shouldReadAgainAFileThatMayHaveChangedWithinOneTickOfItsTimeStamp() throws IOException {
        // Given a file of this very moment, then another of the same size and time
        write(list("u1"), clock.get());
        source.look(feed);
        write(list("u9"), clock.get());

        // When
        source.look(feed);

        // Then
        assertThat(feed.pods()).containsOnlyKeys("u9");
    }

    @Test
    void shouldKeepTheLastGoodStateAndSayWhyWhenTheFileIsHalfWritten() throws IOException {
        // Given
        write(TWO_PODS, 0);
        source.look(feed);
        List<String> said = feed.words();
        write(ONE_POD.substring(0, ONE_POD.length() - 4), 1_000);

        // When
        source.look(feed);

        // Then
        assertThat(feed.words()).isEqualTo(said);
        assertThat(source.check())
                .isInstanceOfSatisfying(
                        Check.Failed.class,
                        failed -> assertThat(failed.what()).contains("pods.json", "no complete JSON"));
        write(ONE_POD, 2_000);
        source.look(feed);
        assertThat(feed.pods()).containsOnlyKeys("u1");
        assertThat(source.check()).isEqualTo(Check.ok());
    }

    @Test
    void shouldKeepTheLastGoodStateWhenTheFileIsGone() throws IOException {
        // Given
        write(TWO_PODS, 0);
        source.look(feed);
        Files.delete(path);

        // When
        source.look(feed);

        // Then
        assertThat(feed.pods()).hasSize(2);
        assertThat(source.check().isOk()).isFalse();
        assertThat(source.failed()).isFalse();
    }

    @Test
    void shouldFollowTheFileByItselfOnceStarted() throws IOException {
        // Given
        source.start(feed);
        try {
            // When
            write(ONE_POD, 0);

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).containsOnlyKeys("u1"));
        } finally {
            source.close();
        }
    }

    @Test
    void shouldSayBeforeTheStartWhetherTheFileCanBeRead() throws IOException {
        assertThat(source.probe().isOk()).isFalse();
        write(ONE_POD, 0);
        assertThat(source.probe().isOk()).isTrue();
    }

    private void write(String content, long modifiedMs) throws IOException {
        Files.writeString(path, content);
        Files.setLastModifiedTime(path, FileTime.fromMillis(modifiedMs));
    }

    private static String list(String... uids) {
        StringBuilder items = new StringBuilder("{'kind':'Namespace','metadata':{'name':'shop','uid':'ns'}}");
        for (String uid : uids) {
            items.append(",{'kind':'Pod','metadata':{'name':'web-")
                    .append(uid)
                    .append("','namespace':'shop','uid':'")
                    .append(uid)
                    .append("'}}");
        }
        return ("{'kind':'List','items':[" + items + "]}").replace('\'', '"');
    }
}
