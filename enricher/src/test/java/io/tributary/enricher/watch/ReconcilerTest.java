package io.tributary.enricher.watch;

import static io.tributary.enricher.watch.Pods.key;
import static io.tributary.enricher.watch.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.record.PodMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a watcher does with the rows that an earlier one left in the topic. */
class ReconcilerTest {

    private static final long RETENTION = 1_000_000;
    private static final String WEB = key("shop", "web", "uid-1");
    private static final PodFacts POD = pod("shop", "web", "uid-1");

    private final Pods.Bench bench = new Pods.Bench(RETENTION);

    @Test
    void shouldMarkRowsWhosePodsVanishedWhileItWasAway() {
        // Given
        topicHolds(Map.of(WEB, bench.left(POD, "uid-1", null)));

        // When
        bench.listed(100, pod("shop", "other", "uid-2"));

        // Then
        PodMetadata row = bench.publish(100).get(WEB);
        assertThat(row.getDeletedAt()).isEqualTo(Instant.ofEpochMilli(100));
        assertThat(row.getLabels()).containsEntry("app", "web");
    }

    @Test
    void shouldWriteNothingWhenTheTopicIsRightAlready() {
        // Given
        topicHolds(Map.of(WEB, bench.left(POD, "uid-1", null)));

        // When
        bench.listed(100, POD);

        // Then
        assertThat(bench.publish(100)).isEmpty();
    }

    @Test
    void shouldMarkNothingBeforeAListIsComplete() {
        // Given
        topicHolds(Map.of(WEB, bench.left(POD, "uid-1", null)));

        // When a list fails after its first page
        bench.table.podListStarted();
        bench.table.podUpserted(pod("shop", "other", "uid-2"), 100);

        // Then
        assertThat(bench.publish(1_000_000_000)).isEmpty();
    }

    @Test
    void shouldReviveARowWhenItsPodIsListedAfterAll() {
        // Given
        topicHolds(Map.of(WEB, bench.left(POD, "uid-1", 50L)));

        // When
        bench.listed(100, POD);

        // Then
        assertThat(bench.publish(100).get(WEB).getDeletedAt()).isNull();
    }

    @Test
    void shouldCountTheRetentionFromTheRowsOwnMarkAfterARestart() {
        // Given
        topicHolds(Map.of(WEB, bench.left(POD, "uid-1", 50L)));
        bench.listed(100);
        assertThat(bench.publish(50 + RETENTION - 1)).isEmpty();

        // When
        Map<String, PodMetadata> written = bench.publish(50 + RETENTION);

        // Then
        assertThat(written).containsOnlyKeys(WEB).containsEntry(WEB, null);
    }

    @Test
    void shouldTakeTheLastRecordOfAKeyForTheRow() {
        // Given
        bench.table.startReadBack();
        bench.table.readBack(WEB, bench.left(POD, "uid-1", null));
        bench.table.readBack(WEB, null);
        bench.table.endReadBack(0);

        // When
        bench.listed(100);

        // Then
        assertThat(bench.publish(100)).isEmpty();
    }

    @Test
    void shouldReplaceAMirrorPodsRowWhenTheMirrorWasMadeAnewWhileItWasAway() {
        // Given
        String hashed = key("shop", "web", "hash");
        topicHolds(Map.of(WEB, bench.left(POD, "uid-1", null), hashed, bench.left(POD, "hash", null)));

        // When
        bench.listed(100, pod("shop", "web", "uid-9", "hash"));

        // Then
        Map<String, PodMetadata> written = bench.publish(100);
        assertThat(written.get(hashed).getUid()).isEqualTo("uid-9");
        assertThat(written.get(hashed).getDeletedAt()).isNull();
        assertThat(written.get(WEB).getDeletedAt()).isNotNull();
    }

    @Test
    void shouldReplaceAnUnreadableRowWhenItsPodLivesAndLeaveOthersAlone() {
        // Given
        byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);
        topicHolds(Map.of(WEB, garbage, key("shop", "gone", "uid-7"), garbage));

        // When
        bench.listed(100, POD);

        // Then
        assertThat(bench.publish(100)).containsOnlyKeys(WEB);
        assertThat(bench.publish(100 + 2 * RETENTION)).isEmpty();
    }

    @Test
    void shouldPublishAllLivingPodsAgainWhenTheTopicIsFoundEmpty() {
        // Given
        bench.listed(0, POD, pod("shop", "db", "uid-2")).publish(0);
        bench.table.podDeleted("uid-2", 10);
        bench.publish(10);

        // When
        topicHolds(Map.of());

        // Then
        assertThat(bench.publish(20)).containsOnlyKeys(WEB);
    }

    @Test
    void shouldMarkAgainWhenTheTopicIsReadAgainAndTheMarkIsNotThere() {
        // Given a mark whose commit nobody could confirm
        bench.listed(0, POD).publish(0);
        bench.table.podDeleted("uid-1", 10);
        bench.publish(10);

        // When
        bench.table.startReadBack();
        bench.table.readBack(WEB, bench.left(POD, "uid-1", null));
        bench.table.endReadBack(20);

        // Then
        assertThat(bench.publish(20).get(WEB).getDeletedAt()).isEqualTo(Instant.ofEpochMilli(20));
    }

    private void topicHolds(Map<String, byte[]> rows) {
        bench.table.startReadBack();
        rows.forEach(bench.table::readBack);
        bench.table.endReadBack(0);
    }
}
