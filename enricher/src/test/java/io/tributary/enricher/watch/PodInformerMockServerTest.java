package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The happy path, against the library's own mock of an API server. */
@EnableKubernetesMockClient(crud = true)
class PodInformerMockServerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private KubernetesClient client;

    @Test
    void shouldFollowPodsAndNamespaces() {
        // Given
        client.resource(namespace("shop")).create();
        client.resource(pod("web", "1")).create();
        HeardFeed feed = new HeardFeed();
        PodMapper mapper = new PodMapper("staging", "https://shown", Pods.kept(Set.of(), Set.of()));
        PodInformer informer = new PodInformer(
                client.getConfiguration(),
                mapper,
                new WatcherMetrics(new SimpleMeterRegistry()),
                60_000,
                System::currentTimeMillis);

        // When
        informer.start(feed);
        try {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).hasSize(1));
            client.resource(pod("web", "2")).update();
            client.resource(pod("db", "1")).create();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(feed.pods().values())
                            .extracting(pod ->
                                    pod.name() + "=" + pod.row().getLabels().get("v"))
                            .containsExactlyInAnyOrder("web=2", "db=1"));
            assertThat(feed.namespaces()).containsOnlyKeys("shop");
            client.resource(pod("web", "2")).delete();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(feed.pods()).hasSize(1));
        } finally {
            informer.close();
        }
    }

    private static Namespace namespace(String name) {
        return new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .build();
    }

    private static Pod pod(String name, String label) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("shop")
                .withName(name)
                .withLabels(Map.of("v", label))
                .endMetadata()
                .build();
    }
}
