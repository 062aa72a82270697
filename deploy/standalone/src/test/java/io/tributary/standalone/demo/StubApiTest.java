package io.tributary.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StubApiTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<DemoPod> pods = DemoCluster.pods();
    private StubApi api;

    @BeforeEach
    void start() throws Exception {
        api = StubApi.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void shouldListWhatWasPutAndNotWhatWasDeleted() throws Exception {
        // Given
        DemoCluster.namespaces().forEach(api::put);
        pods.forEach(pod -> api.put(pod.json()));
        api.delete(pods.get(0).json());

        // When
        JsonNode list = MAPPER.readTree(get("/api/v1/pods?limit=500").body());

        // Then
        assertThat(list.path("kind").asText()).isEqualTo("PodList");
        assertThat(list.path("items").findValuesAsText("nodeName")).hasSize(pods.size() - 1);
        assertThat(MAPPER.readTree(get("/api/v1/namespaces").body()).path("items"))
                .hasSize(3);
    }

    @Test
    void shouldTellAWatcherOnlyWhatChangedSinceItsList() throws Exception {
        // Given
        api.put(pods.get(0).json());
        String version = MAPPER.readTree(get("/api/v1/pods").body())
                .path("metadata")
                .path("resourceVersion")
                .asText();
        try (BufferedReader watch = watch("/api/v1/pods?watch=true&resourceVersion=" + version)) {

            // When
            api.put(DemoCluster.namespaces().get(0));
            api.put(pods.get(1).json());
            api.put(pods.get(1).json());
            api.delete(pods.get(0).json());

            // Then
            assertThat(List.of(type(watch), type(watch), type(watch))).containsExactly("ADDED", "MODIFIED", "DELETED");
        }
    }

    @Test
    void shouldEndAWatchWhenItsTimeIsOver() throws Exception {
        try (BufferedReader watch = watch("/api/v1/pods?watch=1&timeoutSeconds=1")) {
            String last = null;
            for (String line = watch.readLine(); line != null; line = watch.readLine()) {
                last = line;
            }
            assertThat(last).contains("BOOKMARK");
        }
    }

    @Test
    void shouldRefuseEveryRequestWhileToldTo() throws Exception {
        api.refuseWith(403);
        assertThat(get("/api/v1/pods").statusCode()).isEqualTo(403);

        api.refuseWith(0);
        assertThat(get("/api/v1/pods").statusCode()).isEqualTo(200);
        assertThat(get("/apis/apps/v1/replicasets").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldWriteAStaticPodsLogsUnderItsConfigHash() {
        DemoPod apiserver = pods.get(pods.size() - 1);

        JsonNode metadata = apiserver.json().path("metadata");
        String hash =
                metadata.path("annotations").path("kubernetes.io/config.hash").asText();
        assertThat(apiserver.containers().get(0).podId())
                .isEqualTo(hash)
                .isNotEqualTo(metadata.path("uid").asText());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(api.url() + path)).build(), BodyHandlers.ofString());
    }

    private BufferedReader watch(String path) throws Exception {
        var response =
                client.send(HttpRequest.newBuilder(URI.create(api.url() + path)).build(), BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static String type(BufferedReader watch) throws Exception {
        String type = "BOOKMARK";
        while (type.equals("BOOKMARK")) {
            type = MAPPER.readTree(watch.readLine()).path("type").asText();
        }
        return type;
    }
}
