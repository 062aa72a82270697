package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.record.NamespaceFacts;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FactsIndexTest {

    private final FactsIndex<NamespaceFacts> index = new FactsIndex<>();

    @Test
    void shouldNameThePodsToPublishAgainWhenANamespaceChanges() {
        // Given
        index.upsert("shop", "ns", Pods.namespace("ns", "buy"));
        index.podAdded("shop", "uid-1");
        index.podAdded("shop", "uid-2");
        index.podAdded("other", "uid-3");

        // When
        Set<String> concerned = index.upsert("shop", "ns", Pods.namespace("ns", "sell"));

        // Then
        assertThat(concerned).containsExactlyInAnyOrder("uid-1", "uid-2");
        assertThat(index.facts("shop").getLabels()).containsEntry("team", "sell");
    }

    @Test
    void shouldNameNobodyWhenANamespaceIsHeardAgainUnchanged() {
        // Given
        index.upsert("shop", "ns", Pods.namespace("ns", "buy"));
        index.podAdded("shop", "uid-1");

        // When
        Set<String> concerned = index.upsert("shop", "ns", Pods.namespace("ns", "buy"));

        // Then
        assertThat(concerned).isEmpty();
    }

    @Test
    void shouldKnowADeletedNamespaceUntilItsLastPodIsGone() {
        // Given
        index.upsert("shop", "ns", Pods.namespace("ns", "buy"));
        index.podAdded("shop", "uid-1");

        // When
        index.delete("ns");

        // Then
        assertThat(index.facts("shop")).isNotNull();
        assertThat(index.size()).isZero();
        index.podRemoved("shop", "uid-1");
        assertThat(index.facts("shop")).isNull();
    }

    @Test
    void shouldForgetNamespacesThatAreNotInAList() {
        // Given
        index.upsert("shop", "ns-1", Pods.namespace("ns-1", "buy"));
        index.upsert("bank", "ns-2", Pods.namespace("ns-2", "pay"));

        // When
        index.retain(Set.of("ns-2"));

        // Then
        assertThat(index.facts("shop")).isNull();
        assertThat(index.facts("bank")).isNotNull();
    }

    @Test
    void shouldKeepARecreatedNamespaceWhenTheFormerOneIsDeletedLate() {
        // Given
        index.upsert("shop", "former", Pods.namespace("former", "buy"));
        index.upsert("shop", "new", Pods.namespace("new", "buy"));

        // When
        index.delete("former");

        // Then
        assertThat(index.uid("shop")).isEqualTo("new");
    }
}
