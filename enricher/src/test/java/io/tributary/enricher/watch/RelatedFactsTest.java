package io.tributary.enricher.watch;

import static io.tributary.enricher.watch.Pods.key;
import static io.tributary.enricher.watch.Pods.namespace;
import static io.tributary.enricher.watch.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.record.Owner;
import io.tributary.schemas.record.PodMetadata;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rows that show node labels and exact owners, which are watched only if they are wanted. */
class RelatedFactsTest {

    private static final Owner REPLICA_SET = new Owner("ReplicaSet", "web-5d78c9869d", "rs-1");
    private static final Owner GUESSED = new Owner("Deployment", "web", null);
    private static final Owner EXACT = new Owner("Rollout", "web", "uid-of-web");
    private static final String WEB = key("shop", "web", "uid-1");

    private final Pods.Bench bench = new Pods.Bench(EnumSet.allOf(PodFeed.Kind.class));

    @Test
    void shouldShowTheNodesLabelsAndTheExactOwnerWhenTheyAreWatched() {
        // Given
        bench.table.nodeUpserted("node-1", "node-uid", Map.of("zone", "b"), 0);
        bench.table.controllerUpserted(PodFeed.Kind.REPLICA_SETS, "rs-1", EXACT, 0);

        // When
        PodMetadata row = listed(web("node-1")).publish(0).get(WEB);

        // Then
        assertThat(row.getNodeLabels()).containsExactlyEntriesOf(Map.of("zone", "b"));
        assertThat(row.getOwners()).containsExactly(REPLICA_SET, EXACT);
        assertThat(row.getIncomplete()).isEmpty();
    }

    @Test
    void shouldWriteNothingBeforeAListOfEveryKindWasComplete() {
        // Given
        bench.listed(0, web(null));
        assertThat(bench.publish(60_000)).isEmpty();

        // When
        for (PodFeed.Kind kind : List.of(PodFeed.Kind.NODES, PodFeed.Kind.REPLICA_SETS, PodFeed.Kind.JOBS)) {
            assertThat(bench.publish(60_000)).isEmpty();
            bench.table.listCompleted(kind, Set.of(), 60_000);
        }

        // Then
        assertThat(bench.publish(62_000)).containsOnlyKeys(WEB);
    }

    @Test
    void shouldNameWhatIsMissingAndGuessTheOwnerWhenTheyStayUnknown() {
        // Given
        listed(web("node-1"));
        assertThat(bench.publish(PodTable.RELATED_WAIT_MS - 1)).isEmpty();

        // When
        PodMetadata row = bench.publish(PodTable.RELATED_WAIT_MS).get(WEB);

        // Then
        assertThat(row.getIncomplete()).containsExactly("node", "owners");
        assertThat(row.getOwners()).containsExactly(REPLICA_SET, GUESSED);
        bench.table.nodeUpserted("node-1", "node-uid", Map.of(), 5_000);
        bench.table.controllerUpserted(PodFeed.Kind.REPLICA_SETS, "rs-1", null, 5_000);
        assertThat(bench.publish(5_000).get(WEB).getOwners()).containsExactly(REPLICA_SET);
    }

    @Test
    void shouldPublishThePodsOfANodeAgainWhenItsLabelsChange() {
        // Given
        bench.table.nodeUpserted("node-1", "node-uid", Map.of("zone", "b"), 0);
        bench.table.controllerUpserted(PodFeed.Kind.REPLICA_SETS, "rs-1", EXACT, 0);
        listed(web(null)).publish(0);
        bench.table.podUpserted(web("node-1"), 1);
        bench.publish(1);

        // When
        bench.table.nodeUpserted("node-1", "node-uid", Map.of("zone", "c"), 2);

        // Then
        assertThat(bench.publish(2).get(WEB).getNodeLabels()).containsEntry("zone", "c");
    }

    @Test
    void shouldKeepWhatARowShowsWhenTheControllerIsDeletedBeforeItsPods() {
        // Given
        bench.table.nodeUpserted("node-1", "node-uid", Map.of(), 0);
        bench.table.controllerUpserted(PodFeed.Kind.REPLICA_SETS, "rs-1", EXACT, 0);
        listed(web("node-1")).publish(0);

        // When
        bench.table.relatedDeleted(PodFeed.Kind.REPLICA_SETS, "rs-1");
        bench.table.namespaceUpserted("shop", namespace("ns-shop", "sell"), 1);

        // Then
        assertThat(bench.publish(1).get(WEB).getOwners()).containsExactly(REPLICA_SET, EXACT);
        bench.table.podDeleted("uid-1", 2);
        assertThat(bench.table.size(PodFeed.Kind.REPLICA_SETS)).isZero();
    }

    private Pods.Bench listed(PodFacts pod) {
        for (PodFeed.Kind kind : List.of(PodFeed.Kind.NODES, PodFeed.Kind.REPLICA_SETS, PodFeed.Kind.JOBS)) {
            bench.table.listCompleted(kind, Set.of("node-uid", "rs-1"), 0);
        }
        return bench.listed(0, pod);
    }

    private static PodFacts web(String node) {
        PodFacts pod = pod("shop", "web", "uid-1");
        pod.row().setNode(node);
        pod.row().setOwners(List.of(REPLICA_SET, GUESSED));
        return pod;
    }
}
