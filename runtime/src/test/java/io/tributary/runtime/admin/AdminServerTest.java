package io.tributary.runtime.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of("/livez", () -> Page.text(503, "no, ünd\n"), "/broken", () -> {
                    throw new IllegalStateException("bug");
                }));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldAnswerWithThePageWhenPathIsKnown() throws Exception {
        // When
        HttpResponse<String> answer = send("GET", "/livez?x=1");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEqualTo("no, ünd\n");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    }

    @Test
    void shouldAnswerWithoutBodyWhenAskedForTheHead() throws Exception {
        // When
        HttpResponse<String> answer = send("HEAD", "/livez");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void shouldListPagesWhenPathIsUnknown() throws Exception {
        // When
        HttpResponse<String> answer = send("GET", "/");

        // Then
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("there are: /broken /livez\n");
    }

    @Test
    void shouldRefuseWhenMethodWrites() throws Exception {
        // When
        HttpResponse<String> answer = send("POST", "/livez");

        // Then
        assertThat(answer.statusCode()).isEqualTo(405);
    }

    @Test
    void shouldKeepServingWhenAPageFails() throws Exception {
        // When
        HttpResponse<String> answer = send("GET", "/broken");

        // Then
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("bug");
        assertThat(send("GET", "/livez").statusCode()).isEqualTo(503);
    }

    @Test
    void shouldAnswerSoonWhenManyOthersSendTheirRequestsByteByByte() throws Exception {
        // Given: requests that never end, on ten times as many connections as there are threads
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.getOutputStream().write("GET /livez HTTP/1.1\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII));
            slow.add(socket);
        }

        // When
        HttpResponse<String> answer = send("GET", "/livez");

        // Then: each thread was freed when a request's time was over
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(threads()).isLessThanOrEqualTo(2);
        for (Socket socket : slow) {
            socket.close();
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("admin-"))
                .count();
    }

    @Test
    void shouldNameAddressAndRemedyWhenPortIsTaken() throws Exception {
        // Given
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), taken.getLocalPort());

            // When / Then
            assertThatThrownBy(() -> AdminServer.start(address, Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("localhost:" + taken.getLocalPort())
                    .hasMessageContaining("set admin.listen to a free address");
        }
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(30))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }
}
