package io.tributary.enricher.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.enricher.event.Pod;
import io.tributary.schemas.record.ContainerFacts;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import io.tributary.schemas.record.PodMetadata;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodViewTest {

    @Test
    void shouldShowEveryFactOfTheRowWhenTheRowIsFull() {
        // Given
        PodMetadata row = bare().setLabels(Map.of("app", "shop", "Team", "b", "a.b", "c"))
                .setAnnotations(Map.of("owner", "me"))
                .setNode("n1")
                .setPodIps(List.of("10.0.0.1", "fd00::1"))
                .setOwners(List.of(owner("ReplicaSet", "shop-1"), owner("Deployment", "shop")))
                .setContainers(List.of(ContainerFacts.newBuilder()
                        .setName("main")
                        .setImage("shop:1")
                        .setImageId("shop@sha256:1")
                        .setContainerId("containerd://1")
                        .setRestartCount(3)
                        .build()))
                .setNamespaceFacts(NamespaceFacts.newBuilder()
                        .setUid("ns-uid")
                        .setCreationTime("2024-06-07T08:09:10Z")
                        .setLabels(Map.of("z", "1", "a", "2"))
                        .setAnnotations(Map.of("k", "v"))
                        .build())
                .setApiServerUrl("https://api")
                .build();

        // When
        Pod pod = PodView.of(row);

        // Then
        assertThat(pod)
                .isEqualTo(new Pod(
                        "shop-1-x",
                        "default",
                        "uid",
                        Map.of("app", "shop", "Team", "b", "a.b", "c"),
                        Map.of("owner", "me"),
                        "n1",
                        List.of("10.0.0.1", "fd00::1"),
                        List.of(new Pod.Owner("ReplicaSet", "shop-1"), new Pod.Owner("Deployment", "shop")),
                        List.of(new Pod.ContainerFacts("main", "shop:1", "shop@sha256:1", "containerd://1", 3)),
                        new Pod.NamespaceFacts(
                                "ns-uid", "2024-06-07T08:09:10Z", Map.of("z", "1", "a", "2"), Map.of("k", "v")),
                        "https://api",
                        null));
        assertThat(pod.labels().keySet()).containsExactly("Team", "a.b", "app");
        assertThat(pod.namespaceFacts().labels().keySet()).containsExactly("a", "z");
    }

    @Test
    void shouldLeaveUnknownFactsNullWhenTheRowHasNone() {
        // Given
        PodMetadata row = bare().build();

        // When
        Pod pod = PodView.of(row);

        // Then
        assertThat(pod)
                .isEqualTo(new Pod(
                        "shop-1-x",
                        "default",
                        "uid",
                        Map.of(),
                        Map.of(),
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        null,
                        null));
    }

    private static PodMetadata.Builder bare() {
        return PodMetadata.newBuilder()
                .setCluster("c")
                .setPodDirectory("default_shop-1-x_uid")
                .setUid("uid")
                .setName("shop-1-x")
                .setNamespace("default")
                .setOwners(List.of())
                .setContainers(List.of());
    }

    private static Owner owner(String kind, String name) {
        return Owner.newBuilder().setKind(kind).setName(name).build();
    }
}
