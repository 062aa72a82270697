package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.Config;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.runtime.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way of showing who one is, against a server that looks. */
class ApiConnectionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path certificates;

    private static TestCertificate server;
    private static TestCertificate client;

    @TempDir
    private Path directory;

    private StubApi api;

    @BeforeAll
    static void makeCertificates() throws Exception {
        server = TestCertificate.of(certificates, "server");
        client = TestCertificate.of(certificates, "watcher");
    }

    @BeforeEach
    void startApi() throws Exception {
        api = new StubApi(server.server(client));
        api.namespace("shop");
    }

    @AfterEach
    void stopApi() {
        api.close();
    }

    @Test
    void shouldShowTheClientCertificateOfAKubeconfig() throws Exception {
        // Given
        Path kubeconfig =
                kubeconfig("client-certificate: " + client.certificateFile() + "\n    client-key: " + client.keyFile());

        // When
        listWith(ApiConnection.kubeconfig(kubeconfig));

        // Then
        assertThat(api.clients()).containsOnly("CN=watcher");
        assertThat(api.tokens()).isEmpty();
    }

    @Test
    void shouldShowTheTokenOfAKubeconfig() throws Exception {
        // Given
        api.accept("from-kubeconfig");

        // When
        listWith(ApiConnection.kubeconfig(kubeconfig("token: from-kubeconfig")));

        // Then
        assertThat(api.tokens()).containsOnly("Bearer from-kubeconfig");
    }

    @Test
    void shouldReadTheTokenFileOfAKubeconfigAgainWhenItWasReplaced() throws Exception {
        // Given
        Path token = Files.writeString(directory.resolve("token"), "first\n");
        api.accept("first");
        PodInformer informer = start(ApiConnection.kubeconfig(kubeconfig("tokenFile: token")));
        try (informer) {
            awaitWatching(informer);

            // When
            Files.writeString(token, "second\n");
            api.accept("second");
            api.cutWatches();

            // Then
            await().atMost(PATIENCE).until(() -> api.tokens().contains("Bearer second"));
            awaitWatching(informer);
        }
    }

    @Test
    void shouldShowTheTokenOfTheServiceAccountWhenItRunsInAPod() throws Exception {
        // Given
        Path account = Files.createDirectories(directory.resolve("serviceaccount"));
        Files.writeString(account.resolve("token"), "of-the-pod");
        Files.copy(server.certificateFile(), account.resolve("ca.crt"));
        api.accept("of-the-pod");
        String port = api.url().replaceFirst(".*:", "");
        Map<String, String> environment =
                Map.of("KUBERNETES_SERVICE_HOST", "127.0.0.1", "KUBERNETES_SERVICE_PORT", port);

        // When
        listWith(ApiConnection.inCluster(environment, account));

        // Then
        assertThat(api.tokens()).containsOnly("Bearer of-the-pod");
    }

    @Test
    void shouldPutAnIpv6AddressInBracketsWhenItRunsInAPod() {
        // When
        Config config =
                ApiConnection.inCluster(Map.of("KUBERNETES_SERVICE_HOST", "fd00::1", "KUBERNETES_SERVICE_PORT", "443"));

        // Then
        assertThat(ApiConnection.address(config)).isEqualTo("https://[fd00::1]:443");
    }

    @Test
    void shouldNameTheOtherWaysWhenThisIsNoPod() {
        // When / Then
        assertThatThrownBy(() -> ApiConnection.inCluster(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("pods.file", "kubeconfig", "api.server");
    }

    @Test
    void shouldNameTheFileWhenAKubeconfigCannotBeRead() {
        // When / Then
        assertThatThrownBy(() -> ApiConnection.kubeconfig(directory.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(directory.resolve("none").toString());
    }

    private void listWith(Config config) {
        PodInformer informer = start(config);
        try (informer) {
            awaitWatching(informer);
        }
    }

    private PodInformer start(Config config) {
        config.setWatchReconnectInterval(50);
        PodMapper mapper = new PodMapper("staging", ApiConnection.address(config), Pods.kept(Set.of(), Set.of()));
        PodInformer informer = new PodInformer(
                config, mapper, new WatcherMetrics(new SimpleMeterRegistry()), 600_000, System::currentTimeMillis);
        informer.start(new HeardFeed());
        return informer;
    }

    private void awaitWatching(PodInformer informer) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(informer.check()).isEqualTo(Check.ok());
            assertThat(api.watchers("pods")).isPositive();
            assertThat(api.watchers("namespaces")).isPositive();
        });
    }

    private Path kubeconfig(String user) throws IOException {
        return Files.writeString(
                directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts:
                - name: here
                  context: {cluster: staging, user: watcher}
                - name: elsewhere
                  context: {cluster: staging, user: other}
                clusters:
                - name: staging
                  cluster:
                    server: %s
                    certificate-authority: %s
                users:
                - name: other
                  user: {token: wrong}
                - name: watcher
                  user:
                    %s
                """.formatted(api.url(), certificatesOf(server), user));
    }

    private static Path certificatesOf(TestCertificate certificate) throws IOException {
        try {
            return certificate.certificateFile();
        } catch (java.security.GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
