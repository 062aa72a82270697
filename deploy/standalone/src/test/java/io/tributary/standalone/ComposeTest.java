package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.Endpoints;
import io.tributary.standalone.demo.StubApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Holds {@code docker-compose.yml} against what it starts, without Docker. */
class ComposeTest {

    private static final Path ROOT = LauncherScript.DEPLOY.getParent();
    private static final String HOME = "/opt/tributary";
    private static final String DISTRIBUTION = "./deploy/standalone/target/dist:" + HOME + ":ro";
    private static final Map<String, Object> COMPOSE = load();

    /** One service of the file. */
    @SuppressWarnings("unchecked")
    private record Service(String name, Map<String, Object> content) {

        List<String> list(String key) {
            return (List<String>) content.getOrDefault(key, List.of());
        }

        Map<String, String> environment() {
            return (Map<String, String>) content.getOrDefault("environment", Map.of());
        }

        Map<String, Map<String, String>> dependencies() {
            return (Map<String, Map<String, String>>) content.getOrDefault("depends_on", Map.of());
        }

        List<String> healthTest() {
            return content.get("healthcheck") instanceof Map<?, ?> check ? (List<String>) check.get("test") : List.of();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Service> services() {
        return section("services").keySet().stream().map(ComposeTest::service);
    }

    static Stream<Service> ownServices() {
        return services().filter(service -> service.list("volumes").contains(DISTRIBUTION));
    }

    static Stream<Service> processes() {
        return ownServices().filter(service -> service.environment().containsKey("TRIBUTARY_ADMIN_LISTEN"));
    }

    @Test
    void shouldStartTheWholePipeline() {
        // When / Then
        assertThat(services())
                .extracting(Service::name)
                .containsExactly("kafka", "topics", "demo", "collector", "watcher", "enricher", "logstash");
        assertThat(processes()).extracting(Service::name).containsExactly("collector", "watcher", "enricher");
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldMountOnlyWhatThereIs(Service service) {
        for (String volume : service.list("volumes")) {
            // When
            String source = volume.substring(0, volume.indexOf(':'));

            // Then
            if (!source.startsWith(".")) {
                assertThat(section("volumes")).containsKey(source);
            } else if (!volume.equals(DISTRIBUTION)) {
                assertThat(ROOT.resolve(source))
                        .as("the build does not make it, so it must be there")
                        .exists();
                assertThat(volume).as("nothing of the checkout is written to").endsWith(":ro");
            }
        }
    }

    @Test
    void shouldMountWhatTheBuildMakes() throws IOException {
        // When
        String pom = Files.readString(ROOT.resolve("deploy/standalone/pom.xml"));

        // Then
        assertThat(pom).contains("<finalName>dist</finalName>");
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldListenOnThisMachineOnly(Service service) {
        assertThat(service.list("ports")).allSatisfy(port -> assertThat(port).startsWith("127.0.0.1:"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldWaitOnlyForWhatComes(Service service) {
        service.dependencies().forEach((name, dependency) -> {
            // When
            Service other = service(name);

            // Then
            switch (dependency.get("condition")) {
                case "service_healthy" -> assertThat(other.healthTest()).isNotEmpty();
                case "service_completed_successfully" ->
                    assertThat(other.name()).isEqualTo("topics");
                default -> assertThat(dependency).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("ownServices")
    void shouldUseCommandsAndOptionsThatTheHelpNames(Service service) throws Exception {
        // Given
        List<String> command = service.list("command");
        assertThat(command.get(0)).isEqualTo(HOME + "/bin/tributary");
        assertThat(LauncherScript.mainClasses()).containsKey(command.get(1));
        List<String> words = command.stream()
                .skip(2)
                .takeWhile(word -> !word.startsWith("--"))
                .toList();

        // When
        LauncherScript.Ended help = LauncherScript.run(
                Map.of(),
                command.get(1),
                Stream.concat(words.stream(), Stream.of("--help")).toList());

        // Then
        assertThat(help.code()).as(help.errors()).isZero();
        assertThat(command)
                .filteredOn(word -> word.startsWith("--"))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(help.output()).contains(option + "="));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void shouldConfigureEveryProcessRightly(Service service) throws Exception {
        // Given
        List<String> arguments = Stream.concat(
                        service.list("command").stream().skip(2).map(ComposeTest::onThisMachine), Stream.of("--check"))
                .toList();

        // When
        LauncherScript.Ended ended = LauncherScript.run(
                service.environment(), service.list("command").get(1), arguments);

        // Then
        assertThat(ended.errors())
                .as("no problem, and no variable that sets nothing")
                .isEmpty();
        assertThat(ended.code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("processes")
    void shouldAskForHealthWhereTheProcessListens(Service service) {
        // Given
        String listen = service.environment().get("TRIBUTARY_ADMIN_LISTEN");
        String port = listen.substring(listen.indexOf(':') + 1);

        // When
        URI asked = healthUri(service);

        // Then
        assertThat(asked.getPort()).hasToString(port);
        assertThat(new Endpoints(Clock.systemUTC()).pages()).containsKey(asked.getPath());
        assertThat(service.list("ports")).containsExactly("127.0.0.1:" + port + ":" + port);
    }

    @Test
    void shouldAskTheStubForWhatItAnswers() throws Exception {
        // Given
        Service demo = service("demo");
        String listen = demo.list("command").get(demo.list("command").indexOf("--api-listen") + 1);
        URI asked = healthUri(demo);
        assertThat(listen).endsWith(":" + asked.getPort());
        assertThat(service("watcher").environment())
                .containsEntry("TRIBUTARY_API_SERVER", "http://demo:" + asked.getPort());

        try (StubApi api = StubApi.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            // When
            int status = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(api.url() + asked.getPath()))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();

            // Then
            assertThat(status).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "collector", "watcher", "enricher"})
    void shouldUseOneKafkaAndOneSetOfTopics(String name) {
        // When
        Map<String, String> environment = service(name).environment();

        // Then
        assertThat(service("kafka").environment().get("KAFKA_ADVERTISED_LISTENERS"))
                .contains("INSIDE://" + environment.get("TRIBUTARY_KAFKA_BOOTSTRAP_SERVERS"));
        Map<String, String> shared = new LinkedHashMap<>(service("topics").environment());
        assertThat(environment).containsAllEntriesOf(shared);
    }

    @Test
    void shouldGiveLogstashItsPipeline() throws IOException {
        // Given
        Service logstash = service("logstash");
        String pipeline = Files.readString(ROOT.resolve("deploy/logstash/enriched.conf"));

        // When / Then
        assertThat(logstash.list("volumes")).containsExactly("./deploy/logstash:/usr/share/logstash/pipeline:ro");
        assertThat(logstash.environment())
                .containsEntry(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        service("topics").environment().get("TRIBUTARY_KAFKA_BOOTSTRAP_SERVERS"));
        assertThat(pipeline)
                .contains("${KAFKA_BOOTSTRAP_SERVERS:", "isolation_level => \"read_committed\"")
                .contains("auto_offset_reset => \"earliest\"", "%{[tributary][event_id]}");
        assertThat(pipeline.chars().filter(c -> c == '{').count())
                .isEqualTo(pipeline.chars().filter(c -> c == '}').count());
    }

    /** The distribution's path of an argument, which deploy has under the same name. */
    private static String onThisMachine(String argument) {
        return argument.startsWith(HOME) ? LauncherScript.DEPLOY + argument.substring(HOME.length()) : argument;
    }

    private static URI healthUri(Service service) {
        List<String> test = service.healthTest();
        assertThat(test).startsWith("CMD", "curl", "-fsS");
        return URI.create(test.get(test.size() - 1));
    }

    @SuppressWarnings("unchecked")
    private static Service service(String name) {
        assertThat(section("services")).containsKey(name);
        return new Service(name, (Map<String, Object>) section("services").get(name));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> section(String name) {
        return (Map<String, Object>) COMPOSE.get(name);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> load() {
        try {
            String text = Files.readString(ROOT.resolve("docker-compose.yml"));
            return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
