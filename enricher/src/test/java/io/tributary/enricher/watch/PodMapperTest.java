package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.tributary.schemas.record.ContainerFacts;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import io.tributary.schemas.record.PodMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodMapperTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final PodMapper mapper = new PodMapper(
            "staging", "https://api.example:6443", Pods.kept(Set.of("example.org/team"), Set.of("example.org/cost")));

    @Test
    void shouldCopyAllFactsOfAPod() {
        // Given
        Pod pod = basic().editMetadata()
                .withLabels(Map.of("app", "web", "tier", "front"))
                .withAnnotations(Map.of("example.org/team", "buy", "example.org/other", "no"))
                .withCreationTimestamp("2026-01-02T03:04:05Z")
                .withResourceVersion("77")
                .endMetadata()
                .editOrNewSpec()
                .withNodeName("node-1")
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP("10.0.0.1")
                .addNewPodIP("10.0.0.1")
                .addNewPodIP("fd00::1")
                .endStatus()
                .build();

        // When
        PodMetadata row = mapper.pod(pod).row();

        // Then
        assertThat(row.getCluster()).isEqualTo("staging");
        assertThat(row.getUid()).isEqualTo("uid-1");
        assertThat(row.getName()).isEqualTo("web-1");
        assertThat(row.getNamespace()).isEqualTo("shop");
        assertThat(row.getLabels()).containsExactlyInAnyOrderEntriesOf(Map.of("app", "web", "tier", "front"));
        assertThat(row.getAnnotations()).containsExactlyEntriesOf(Map.of("example.org/team", "buy"));
        assertThat(row.getCreationTime()).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(row.getResourceVersion()).isEqualTo("77");
        assertThat(row.getNode()).isEqualTo("node-1");
        assertThat(row.getPhase()).isEqualTo("Running");
        assertThat(row.getPodIps()).containsExactly("10.0.0.1", "fd00::1");
        assertThat(row.getApiServerUrl()).isEqualTo("https://api.example:6443");
    }

    @Test
    void shouldJoinContainersOfAllKindsWithTheirStatus() {
        // Given
        Pod pod = basic().withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("shop/web:2")
                .endContainer()
                .addNewInitContainer()
                .withName("migrate")
                .withImage("shop/migrate:2")
                .endInitContainer()
                .addNewEphemeralContainer()
                .withName("debug")
                .withImage("busybox")
                .endEphemeralContainer()
                .endSpec()
                .withNewStatus()
                .addNewContainerStatus()
                .withName("main")
                .withImage("docker.io/shop/web:2")
                .withImageID("sha256:abc")
                .withContainerID("containerd://0123")
                .withRestartCount(4)
                .endContainerStatus()
                .addNewInitContainerStatus()
                .withName("migrate")
                .withContainerID("")
                .withImageID("")
                .withRestartCount(0)
                .endInitContainerStatus()
                .endStatus()
                .build();

        // When
        PodMetadata row = mapper.pod(pod).row();

        // Then
        assertThat(row.getContainers())
                .containsExactly(
                        new ContainerFacts("main", "container", "shop/web:2", "sha256:abc", "containerd://0123", 4),
                        new ContainerFacts("migrate", "init", "shop/migrate:2", null, null, 0),
                        new ContainerFacts("debug", "ephemeral", "busybox", null, null, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "ReplicaSet, web-5d78c9869d, 5d78c9869d, Deployment, web",
        "ReplicaSet, web-5d78c9869d, 77777777, ,",
        "ReplicaSet, 5d78c9869d, 5d78c9869d, ,",
        "Job, backup-29384710, , CronJob, backup",
        "Job, backup-1612345678, , CronJob, backup",
        "Job, migrate-2, , ,",
        "StatefulSet, db, , ,",
    })
    void shouldNameTheControllerAndWhatIsAboveItWhenNamesTell(
            String kind, String name, String templateHash, String topKind, String topName) {
        // Given
        Pod pod = basic().editMetadata()
                .withLabels(templateHash == null ? Map.of() : Map.of("pod-template-hash", templateHash))
                .addNewOwnerReference()
                .withKind("Other")
                .withName("no-controller")
                .endOwnerReference()
                .addNewOwnerReference()
                .withKind(kind)
                .withName(name)
                .withUid("owner-uid")
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();

        // When
        PodMetadata row = mapper.pod(pod).row();

        // Then
        Owner controller = new Owner(kind, name, "owner-uid");
        if (topKind == null) {
            assertThat(row.getOwners()).containsExactly(controller);
        } else {
            assertThat(row.getOwners()).containsExactly(controller, new Owner(topKind, topName, null));
        }
    }

    @Test
    void shouldFindAnOrdinaryPodByItsUidOnly() {
        assertThat(mapper.pod(basic().build()).directoryIds()).containsExactly("uid-1");
    }

    @ParameterizedTest
    @CsvSource({"kubernetes.io/config.mirror", "kubernetes.io/config.hash"})
    void shouldFindAStaticPodByItsConfigHashTooWhenAnnotated(String annotation) {
        // Given
        Pod pod = basic().editMetadata()
                .withAnnotations(Map.of(annotation, "0123456789abcdef0123456789abcdef"))
                .endMetadata()
                .build();

        // When
        PodFacts facts = mapper.pod(pod);

        // Then
        assertThat(facts.directoryIds()).containsExactly("uid-1", "0123456789abcdef0123456789abcdef");
        assertThat(facts.row().getAnnotations()).isEmpty();
    }

    @Test
    void shouldCopyAllFactsOfANamespace() {
        // Given
        Namespace namespace = new NamespaceBuilder()
                .withNewMetadata()
                .withName("shop")
                .withUid("ns-uid")
                .withCreationTimestamp("2025-01-01T00:00:00Z")
                .withLabels(Map.of("team", "buy"))
                .withAnnotations(Map.of("example.org/cost", "7", "example.org/team", "pods only"))
                .endMetadata()
                .build();

        // When
        NamespaceFacts facts = mapper.namespace(namespace);

        // Then
        assertThat(facts)
                .isEqualTo(new NamespaceFacts(
                        "ns-uid", "2025-01-01T00:00:00Z", Map.of("team", "buy"), Map.of("example.org/cost", "7")));
    }

    @Test
    void shouldLetNoSecretPassWhenEveryFieldOfAPodHoldsOne() throws IOException {
        // Given
        String canary = "CANARY-s3cr3t";
        JsonNode pod = podWithSecrets();
        assertThat(pod.toString().split(canary, -1)).hasSizeGreaterThan(25);

        // When
        PodFacts facts = mapper.pod(JSON.treeToValue(pod, Pod.class));
        byte[] row = new RowCodec("staging", removed -> {})
                .encode(PodRows.living(facts.row(), "shop_web-1_uid-1", Pods.related("shop", null)))
                .content();

        // Then
        assertThat(new String(row, StandardCharsets.ISO_8859_1))
                .doesNotContain(canary)
                .contains("web-1");
    }

    @Test
    void shouldReadNothingButTheFieldsNamedWhenEveryOtherTextOfAPodIsReplaced() throws IOException {
        // Given a pod, and the same with all texts changed that no row may hold
        JsonNode pod = podWithSecrets();
        JsonNode changed = pod.deepCopy();
        replace(changed, "CANARY-s3cr3t", "another");

        // When
        PodMetadata one = mapper.pod(JSON.treeToValue(pod, Pod.class)).row();
        PodMetadata other = mapper.pod(JSON.treeToValue(changed, Pod.class)).row();

        // Then
        assertThat(one).isEqualTo(other);
    }

    @ParameterizedTest
    @CsvSource({", shop, web", "u, , web", "u, shop,", "u/v, shop, web"})
    void shouldRefuseAPodThatCannotBeKeyed(String uid, String namespace, String name) {
        // Given
        Pod pod = new PodBuilder()
                .withNewMetadata()
                .withUid(uid)
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .build();

        // When / Then
        assertThatThrownBy(() -> mapper.pod(pod))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be keyed");
    }

    private static JsonNode podWithSecrets() throws IOException {
        try (InputStream in = PodMapperTest.class.getResourceAsStream("pod-with-secrets.json")) {
            return JSON.readTree(in);
        }
    }

    private static PodBuilder basic() {
        return new PodBuilder()
                .withNewMetadata()
                .withUid("uid-1")
                .withNamespace("shop")
                .withName("web-1")
                .endMetadata();
    }

    private static void replace(JsonNode node, String text, String by) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                if (field.getValue().isTextual()) {
                    field.setValue(JSON.getNodeFactory()
                            .textNode(field.getValue().asText().replace(text, by)));
                } else {
                    replace(field.getValue(), text, by);
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.get(i).isTextual()) {
                    array.set(
                            i,
                            JSON.getNodeFactory().textNode(array.get(i).asText().replace(text, by)));
                } else {
                    replace(array.get(i), text, by);
                }
            }
        }
    }
}
