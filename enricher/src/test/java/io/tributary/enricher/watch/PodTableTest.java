package io.tributary.enricher.watch;

import static io.tributary.enricher.watch.Pods.key;
import static io.tributary.enricher.watch.Pods.namespace;
import static io.tributary.enricher.watch.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.record.PodMetadata;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PodTableTest {

    private static final long RETENTION = 1_000_000;
    private static final String WEB = key("shop", "web", "uid-1");

    private final Pods.Bench bench = new Pods.Bench(RETENTION);

    @Test
    void shouldPublishAPodWithItsNamespacesFacts() {
        // When
        Map<String, PodMetadata> written =
                bench.listed(0, pod("shop", "web", "uid-1")).publish(0);

        // Then
        assertThat(written).containsOnlyKeys(WEB);
        assertThat(written.get(WEB).getPodDirectory()).isEqualTo("shop_web_uid-1");
        assertThat(written.get(WEB).getNamespaceFacts()).isEqualTo(namespace("ns-shop", "buy"));
        assertThat(written.get(WEB).getIncomplete()).isEmpty();
        assertThat(written.get(WEB).getDeletedAt()).isNull();
    }

    @Test
    void shouldPublishAStaticPodUnderItsConfigHashToo() {
        // When
        Map<String, PodMetadata> written =
                bench.listed(0, pod("shop", "web", "uid-1", "hash")).publish(0);

        // Then
        assertThat(written).containsOnlyKeys(WEB, key("shop", "web", "hash"));
        assertThat(written.get(key("shop", "web", "hash")).getUid()).isEqualTo("uid-1");
    }

    @Test
    void shouldPublishNothingBeforeTheFirstListOfBothKinds() {
        // Given
        bench.listPods(0, pod("shop", "web", "uid-1"));
        assertThat(bench.publish(60_000)).isEmpty();
        bench.table.namespaceUpserted("shop", namespace("ns-shop", "buy"), 60_000);
        assertThat(bench.publish(60_000)).isEmpty();

        // When
        bench.table.listCompleted(PodFeed.Kind.NAMESPACES, Set.of("ns-shop"), 60_000);

        // Then
        assertThat(bench.publish(60_000)).containsOnlyKeys(WEB);
    }

    @Test
    void shouldWaitForTheNamespaceWhenThePodIsHeardFirst() {
        // Given
        bench.listed(0).publish(0);
        bench.table.podUpserted(pod("new", "web", "uid-2"), 1_000);
        assertThat(bench.publish(2_999)).isEmpty();

        // When
        bench.table.namespaceUpserted("new", namespace("ns-new", "sell"), 2_999);

        // Then
        assertThat(bench.publish(2_999).get(key("new", "web", "uid-2")).getNamespaceFacts())
                .isEqualTo(namespace("ns-new", "sell"));
    }

    @Test
    void shouldSayWhatIsMissingWhenTheNamespaceStaysUnknown() {
        // Given
        bench.listed(0).publish(0);
        bench.table.podUpserted(pod("new", "web", "uid-2"), 1_000);

        // When
        Map<String, PodMetadata> written = bench.publish(3_000);

        // Then
        assertThat(written.get(key("new", "web", "uid-2")).getIncomplete()).containsExactly("namespace");
        bench.table.namespaceUpserted("new", namespace("ns-new", "sell"), 4_000);
        assertThat(bench.publish(4_000).get(key("new", "web", "uid-2")).getIncomplete())
                .isEmpty();
    }

    @Test
    void shouldGiveTheNamespaceItsTimeWhenListsWereSlow() {
        // Given
        bench.listPods(0, pod("new", "web", "uid-2"));

        // When
        bench.table.listCompleted(PodFeed.Kind.NAMESPACES, Set.of(), 60_000);

        // Then
        assertThat(bench.publish(61_999)).isEmpty();
        assertThat(bench.publish(62_000)).hasSize(1);
    }

    @Test
    void shouldWriteNothingWhenNothingThatIsEmittedChanged() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1")).publish(0);

        // When
        bench.table.podUpserted(pod("shop", "web", "uid-1", 2, Map.of("app", "web")), 10);

        // Then
        assertThat(bench.publish(10)).isEmpty();
    }

    @Test
    void shouldWriteTheNewestStateOnceWhenAPodChangedManyTimesWhileKafkaWasAway() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1")).publish(0);
        for (int version = 2; version < 1_000; version++) {
            bench.table.podUpserted(pod("shop", "web", "uid-1", version, Map.of("v", "" + version)), version);
        }

        // When
        List<Write> batch = bench.table.batch(2_000).writes();

        // Then
        assertThat(batch).hasSize(1);
        assertThat(bench.codec.decode(batch.get(0).state()).getLabels()).containsEntry("v", "999");
    }

    @Test
    void shouldOfferABatchAgainUntilItIsCommitted() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1"));
        List<Write> aborted = bench.table.batch(0).writes();

        // When
        List<Write> again = bench.table.batch(0).writes();

        // Then
        assertThat(again).isEqualTo(aborted).hasSize(1);
        bench.table.committed(again);
        assertThat(bench.table.batch(0).writes()).isEmpty();
    }

    @Test
    void shouldWriteWhatChangedWhileABatchWasUnderWay() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1"));
        List<Write> underWay = bench.table.batch(0).writes();
        bench.table.podUpserted(pod("shop", "web", "uid-1", 2, Map.of("app", "changed")), 1);

        // When
        bench.table.committed(underWay);

        // Then
        assertThat(bench.publish(1).get(WEB).getLabels()).containsEntry("app", "changed");
    }

    @Test
    void shouldIgnoreAnOlderVersionWithinOneListAndWatchSession() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1", 10, Map.of("v", "10"))).publish(0);

        // When
        bench.table.podUpserted(pod("shop", "web", "uid-1", 9, Map.of("v", "9")), 1);

        // Then
        assertThat(bench.publish(1)).isEmpty();
    }

    @Test
    void shouldBelieveANewListWhenAllItsVersionsAreLower() {
        // Given a cluster whose etcd was restored
        bench.listed(0, pod("shop", "web", "uid-1", 1_000, Map.of("v", "new"))).publish(0);

        // When
        bench.listPods(1, pod("shop", "web", "uid-1", 10, Map.of("v", "restored")));

        // Then
        assertThat(bench.publish(1).get(WEB).getLabels()).containsEntry("v", "restored");
    }

    @Test
    void shouldPublishAllPodsOfANamespaceAgainWhenItsLabelsChange() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1"), pod("shop", "db", "uid-2")).publish(0);

        // When
        bench.table.namespaceUpserted("shop", namespace("ns-shop", "sell"), 1);

        // Then
        assertThat(bench.publish(1).values())
                .hasSize(2)
                .allSatisfy(
                        row -> assertThat(row.getNamespaceFacts().getLabels()).containsEntry("team", "sell"));
    }

    @Test
    void shouldMarkADeletedPodAndKeepItsFacts() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1")).publish(0);

        // When
        bench.table.podDeleted("uid-1", 5_000);

        // Then
        PodMetadata row = bench.publish(5_000).get(WEB);
        assertThat(row.getDeletedAt()).isEqualTo(Instant.ofEpochMilli(5_000));
        assertThat(row.getLabels()).containsEntry("app", "web");
        assertThat(row.getNamespaceFacts()).isEqualTo(namespace("ns-shop", "buy"));
    }

    @Test
    void shouldPublishAPodThatLivedAndDiedWhileKafkaWasAway() {
        // Given
        bench.listed(0).publish(0);
        bench.table.podUpserted(pod("shop", "web", "uid-1"), 1);

        // When
        bench.table.podDeleted("uid-1", 2);

        // Then
        assertThat(bench.publish(3).get(WEB).getDeletedAt()).isEqualTo(Instant.ofEpochMilli(2));
    }

    @Test
    void shouldKeepTheNamespacesFactsWhenItsDeletionIsHeardBeforeThePods() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1")).publish(0);

        // When
        bench.table.relatedDeleted(PodFeed.Kind.NAMESPACES, "ns-shop");
        bench.table.podUpserted(pod("shop", "web", "uid-1", 2, Map.of("state", "ending")), 1);

        // Then
        assertThat(bench.publish(1).get(WEB).getNamespaceFacts()).isNotNull();
    }

    @Test
    void shouldTakeARowOutOnlyAfterItsRetention() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1")).publish(0);
        bench.table.podDeleted("uid-1", 5_000);
        bench.publish(5_000);
        assertThat(bench.publish(5_000 + RETENTION - 1)).isEmpty();

        // When
        Map<String, PodMetadata> written = bench.publish(5_000 + RETENTION);

        // Then
        assertThat(written).containsOnlyKeys(WEB).containsEntry(WEB, null);
        assertThat(bench.publish(9_000 + RETENTION)).isEmpty();
    }

    @Test
    void shouldTakeOutTheLongestDeletedFirstAndCountThemWhenThereAreTooMany() {
        // Given room for two
        Pods.Bench small = new Pods.Bench(RETENTION, 2);
        small.listed(0, pod("shop", "a", "uid-a"), pod("shop", "b", "uid-b"), pod("shop", "c", "uid-c"));
        small.publish(0);
        small.table.podDeleted("uid-b", 10);
        small.table.podDeleted("uid-a", 20);
        small.publish(20);

        // When
        small.table.podDeleted("uid-c", 30);

        // Then
        Map<String, PodMetadata> written = small.publish(30);
        assertThat(written).containsEntry(key("shop", "b", "uid-b"), null);
        assertThat(written.get(key("shop", "c", "uid-c")).getDeletedAt()).isNotNull();
        assertThat(written).doesNotContainKey(key("shop", "a", "uid-a"));
        assertThat(small.dropped).isEqualTo(1);
    }

    @Test
    void shouldNotCountARevivedPodAmongTheDeleted() {
        // Given
        Pods.Bench small = new Pods.Bench(RETENTION, 1);
        small.listed(0, pod("shop", "a", "uid-a", "hash"), pod("shop", "b", "uid-b"));
        small.publish(0);
        small.table.podDeleted("uid-b", 10);
        small.publish(10);

        // When
        small.table.podUpserted(pod("shop", "b", "uid-b"), 11);
        small.table.podDeleted("uid-a", 20);
        small.table.podUpserted(pod("shop", "a", "uid-a", "hash"), 30);

        // Then
        assertThat(small.publish(30)).doesNotContainValue(null);
        assertThat(small.dropped).isZero();
    }

    @Test
    void shouldMarkBeforeItTakesOutWhenKafkaWasAwayForTheWholeRetention() {
        // Given
        bench.listed(0, pod("shop", "web", "uid-1")).publish(0);
        bench.table.podDeleted("uid-1", 5_000);

        // When
        List<Write> first = bench.table.batch(5_000 + RETENTION).writes();

        // Then
        assertThat(first)
                .singleElement()
                .satisfies(write -> assertThat(write.tombstone()).isFalse());
        bench.table.committed(first);
        assertThat(bench.publish(5_000 + RETENTION)).containsEntry(WEB, null);
    }

    @Test
    void shouldLeaveTheLivePodsRowAloneWhenAFormerMirrorPodIsDeletedLate() {
        // Given a static pod whose mirror object was made anew: another uid, the same config hash
        String hashed = key("shop", "etcd-node1", "hash");
        bench.listed(0, pod("shop", "etcd-node1", "old", "hash")).publish(0);
        bench.table.podUpserted(pod("shop", "etcd-node1", "new", "hash"), 1);

        // When
        bench.table.podDeleted("old", 2);
        Map<String, PodMetadata> written = bench.publish(3);

        // Then
        assertThat(written.get(hashed).getUid()).isEqualTo("new");
        assertThat(written.get(hashed).getDeletedAt()).isNull();
        assertThat(written.get(key("shop", "etcd-node1", "old")).getDeletedAt()).isNotNull();
        assertThat(bench.publish(10 + RETENTION)).containsOnlyKeys(key("shop", "etcd-node1", "old"));
    }

    @Test
    void shouldReviveTheRowWhenAMirrorPodComesBackBeforeTheRetentionIsOver() {
        // Given
        String hashed = key("shop", "etcd-node1", "hash");
        bench.listed(0, pod("shop", "etcd-node1", "old", "hash")).publish(0);
        bench.table.podDeleted("old", 10);
        bench.publish(10);

        // When
        bench.table.podUpserted(pod("shop", "etcd-node1", "new", "hash"), 20);

        // Then
        assertThat(bench.publish(20).get(hashed).getDeletedAt()).isNull();
        assertThat(bench.publish(20 + 2 * RETENTION)).doesNotContainKey(hashed);
    }

    @Test
    void shouldMarkTheFormerPodWhenAStatefulSetUsesItsNameAgain() {
        // Given
        bench.listed(0, pod("shop", "db-0", "yesterday")).publish(0);

        // When its deletion was never heard
        bench.table.podUpserted(pod("shop", "db-0", "today"), 7);

        // Then
        Map<String, PodMetadata> written = bench.publish(7);
        assertThat(written.get(key("shop", "db-0", "yesterday")).getDeletedAt()).isEqualTo(Instant.ofEpochMilli(7));
        assertThat(written.get(key("shop", "db-0", "today")).getDeletedAt()).isNull();
    }

    @Test
    void shouldKeepBatchesSmall() {
        // Given
        bench.listed(0);
        for (int i = 0; i < 3 * RowTable.MAX_RECORDS; i++) {
            bench.table.podUpserted(pod("shop", "web-" + i, "uid-" + i), 1);
        }

        // When
        List<Write> batch = bench.table.batch(1).writes();

        // Then
        assertThat(batch).hasSize(RowTable.MAX_RECORDS);
        assertThat(bench.publish(1)).hasSize(3 * RowTable.MAX_RECORDS);
    }
}
