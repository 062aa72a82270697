package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.schemas.record.ContainerFacts;
import io.tributary.schemas.record.PodMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodListFileTest {

    @TempDir
    private Path directory;

    private Path path;
    private PodListFile file;

    @BeforeEach
    void createFile() {
        path = directory.resolve("pods.json");
        file = new PodListFile(path, new PodMapper("staging", null, Pods.kept(Set.of("checksum/config"), Set.of())));
    }

    @Test
    void shouldReadWhatKubectlWrote() throws IOException {
        // Given
        Files.writeString(path, dropIn());

        // When
        PodListFile.Contents contents = file.read();

        // Then
        assertThat(contents.pods())
                .extracting(PodFacts::name)
                .containsExactly("mobileapps-staging-cc4747488-5mw46", "coredns-5d78c9869d-abcde", "bare-pod", "api-0");
        assertThat(contents.namespaces()).containsOnlyKeys("mobileapps", "kube-system", "cri-ns");
        PodMetadata first = contents.pods().get(0).row();
        assertThat(first.getUid()).isEqualTo("bbbca953-a0ec-42db-8b38-9c04256f3c33");
        assertThat(first.getNode()).isEqualTo("kubestage1008");
        assertThat(first.getLabels())
                .containsEntry("app.kubernetes.io/name", "mobileapps")
                .containsEntry("empty", "");
        assertThat(first.getAnnotations()).containsExactlyEntriesOf(Map.of("checksum/config", "abc"));
        assertThat(first.getContainers())
                .extracting(ContainerFacts::getContainerId)
                .containsExactly("docker://bbbca953a0ece2dbfb389c04256f3c332035803b86abb15d4905993c967d24db");
    }

    @Test
    void shouldReadAListAsTheApiGivesItWhenItemsBearNoKind() throws IOException {
        // Given
        Files.writeString(
                path,
                "{'kind':'PodList','metadata':{'a':[1]},'items':[{'metadata':{'uid':'u','name':'n','namespace':'s'}}]}"
                        .replace('\'', '"'));

        // When
        PodListFile.Contents contents = file.read();

        // Then
        assertThat(contents.pods()).extracting(PodFacts::uid).containsExactly("u");
    }

    @Test
    void shouldPassOverOtherKinds() throws IOException {
        // Given
        Files.writeString(path, "{\"items\":[{\"kind\":\"Secret\",\"data\":{\"password\":\"x\"}}],\"kind\":\"List\"}");

        // When
        PodListFile.Contents contents = file.read();

        // Then
        assertThat(contents.pods()).isEmpty();
        assertThat(contents.namespaces()).isEmpty();
    }

    @Test
    void shouldRefuseAFileThatEndsTooEarlyWhereverThatIs() throws IOException {
        // Given
        String whole = dropIn().strip();
        for (int length = 0; length < whole.length(); length += 31) {
            Files.writeString(path, whole.substring(0, length));

            // When / Then
            assertThatThrownBy(() -> file.read())
                    .as("cut after %d characters", length)
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "not json",
                "{}",
                "{\"items\":{}}",
                "{\"items\":[1]}",
                "{\"items\":[{\"kind\":\"Pod\",\"metadata\":{\"name\":\"n\"}}]}",
                "{\"items\":[{\"kind\":\"Pod\",\"metadata\":7}]}",
                "{\"items\":[{\"kind\":\"Namespace\"}]}",
            })
    void shouldRefuseWhatIsNoSuchList(String content) throws IOException {
        // Given
        Files.writeString(path, content);

        // When / Then
        assertThatThrownBy(() -> file.read()).isInstanceOf(IOException.class).hasMessageNotContaining("null");
    }

    @Test
    void shouldQuoteNothingOfTheFileWhenItIsBad() throws IOException {
        // Given
        Files.writeString(path, "{\"items\":[{\"kind\":\"Pod\",\"spec\":\"CANARY-s3cr3t\",\"metadata\":7}]}");

        // When / Then
        assertThatThrownBy(() -> file.read()).hasMessageNotContaining("CANARY");
    }

    static String dropIn() throws IOException {
        try (InputStream in = PodListFileTest.class.getResourceAsStream("/acceptance/drop-in/pods.json")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
