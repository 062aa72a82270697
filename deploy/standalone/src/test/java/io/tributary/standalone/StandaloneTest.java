package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandaloneTest {

    @TempDir
    Path data;

    private final List<String> heard = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Parts parts = FakePart.parts(heard);

    @Test
    void shouldStartFromTheTopicsToTheFilesAndStopTheOtherWayRound() throws Exception {
        // Given
        PodSource pods = new PodSource.FromFile(Path.of("/pods.json"), null);
        try (Standalone standalone = standalone(pods, Map.of())) {

            // When
            standalone.start();

            // Then
            assertThat(heard).containsExactly("watcher started", "enricher started", "collector started");
            assertThat(topics(standalone.bootstrapServers()))
                    .containsExactlyInAnyOrder(
                            "k8s-test", "tributary.raw", "tributary.metadata", "tributary.dead-letter");
            assertThat(standalone.ready()).isTrue();
            assertThat(status(adminUrl())).isEqualTo(200);
        }
        assertThat(heard.subList(3, 6)).containsExactly("collector closed", "enricher closed", "watcher closed");
    }

    @Test
    void shouldSayThatEventsWillBearThePathOnlyWhenThereIsNoSourceOfPods() throws Exception {
        try (Standalone standalone = standalone(new PodSource.None(), Map.of("topics.output", "logs-{cluster}"))) {
            standalone.start();

            assertThat(said)
                    .filteredOn(sentence -> sentence.contains("no source of pod metadata"))
                    .hasSize(1);
            assertThat(heard).doesNotContain("watcher started");
            assertThat(standalone.outputTopic()).isEqualTo("logs-test");
        }
    }

    @Test
    void shouldSayWhichPartFailedAndWhatToDo() throws Exception {
        try (Standalone standalone = standalone(new PodSource.None(), Map.of())) {
            standalone.start();
            assertThat(standalone.trouble()).isEmpty();

            ((FakePart) parts.enricher()).failed = true;

            assertThat(standalone.trouble()).contains("the enricher has ended by itself: it broke: mend it");
        }
    }

    @Test
    void shouldOpenNothingWhenAnOverrideIsUnknown() {
        assertThatThrownBy(() -> standalone(new PodSource.None(), Map.of("thread", "2")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean 'threads'?");
        assertThat(data).isEmptyDirectory();
    }

    private Standalone standalone(PodSource pods, Map<String, String> overrides) {
        StandaloneConfig config = new StandaloneConfig(
                data, List.of(), pods, "test", "node", new StandaloneConfig.Kafka.Embedded(0), overrides);
        return new Standalone(parts, config, data, said::add);
    }

    private String adminUrl() {
        Matcher url = Pattern.compile("http://\\S+").matcher(String.join("\n", said));
        assertThat(url.find()).isTrue();
        return url.group();
    }

    private static int status(String url) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static Set<String> topics(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            return admin.listTopics().names().get();
        }
    }
}
