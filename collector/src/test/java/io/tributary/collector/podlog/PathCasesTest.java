package io.tributary.collector.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The independent path cases: what a path says, and which paths say nothing. Names in the journal are not this source's. */
class PathCasesTest {

    private static final String PODS = "/var/log/pods/";
    private static final String CONTAINERS = "/var/log/containers/";
    private static final String DOCKER = "/var/lib/docker/containers/";

    static Stream<Arguments> cases() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PathCasesTest.class.getResourceAsStream("/acceptance/path-cases.jsonl")),
                StandardCharsets.UTF_8))) {
            Stream.Builder<Arguments> cases = Stream.builder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                JsonNode node = json.readTree(line);
                if (!node.path("expect").path("kind").asText().startsWith("journald")) {
                    cases.add(Arguments.of(
                            node.get("id").asText(), node.get("path").asText(), node));
                }
            }
            return cases.build();
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("cases")
    void shouldReadFromAPathWhatTheCaseSays(String id, String path, JsonNode expected) {
        Map<String, Object> said = read(path);

        if (expected.path("reject").asBoolean()) {
            assertThat(said).as(id).isEmpty();
        } else {
            said.forEach((field, value) -> {
                JsonNode node = expected.get("expect").path(field);
                assertThat(value == null ? "null" : value.toString())
                        .as("%s: %s", id, field)
                        .isEqualTo(node.isMissingNode() ? "null" : node.asText());
            });
            assertThat(said).isNotEmpty();
        }
    }

    private static Map<String, Object> read(String path) {
        Map<String, Object> said = new LinkedHashMap<>();
        if (path.startsWith(PODS)) {
            readPods(path.substring(PODS.length()).split("/"), said);
        } else if (path.startsWith(CONTAINERS)) {
            readLink(path.substring(CONTAINERS.length()), said);
        } else if (path.startsWith(DOCKER)) {
            readDocker(path.substring(DOCKER.length()).split("/"), said);
        }
        return said;
    }

    private static void readPods(String[] parts, Map<String, Object> said) {
        PodLogPath name = parts.length == 3 ? PodLogPath.parse(parts[0], parts[1], parts[2]) : null;
        if (name != null) {
            said.put("kind", "pods");
            said.put("namespace", name.namespace());
            said.put("pod", name.pod());
            said.put("uid", name.id());
            said.put("container", name.container());
            said.put("container_id", null);
            said.put("restart", name.restart());
            said.put("rotated", name.rotated());
            said.put("compressed", name.compressed());
        }
    }

    private static void readLink(String file, Map<String, Object> said) {
        ContainerLogLink link = ContainerLogLink.parse(file);
        if (link != null) {
            said.put("kind", "containers");
            said.put("namespace", link.namespace());
            said.put("pod", link.pod());
            said.put("uid", null);
            said.put("container", link.container());
            said.put("container_id", link.containerId());
            said.put("restart", null);
        }
    }

    private static void readDocker(String[] parts, Map<String, Object> said) {
        DockerLogName name = parts.length == 2 ? DockerLogName.parse(parts[0], parts[1]) : null;
        if (name != null) {
            said.put("kind", "docker");
            said.put("namespace", null);
            said.put("pod", null);
            said.put("container_id", name.containerId());
            said.put("restart", null);
            said.put("rotated", name.rotated());
            said.put("compressed", name.compressed());
        }
    }
}
