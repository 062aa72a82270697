package io.tributary.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The collector as a process that gets real signals, with a Kafka that accepts connections and never answers. */
@Timeout(120)
class CollectorSignalsTest {

    private static final String SECRET = "correct horse battery staple";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Five seconds less than the unit's TimeoutStopSec. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(25);

    @TempDir
    Path directory;

    private ServerSocket silentKafka;
    private int adminPort;
    private Process process;

    @BeforeEach
    void start() throws Exception {
        silentKafka = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            adminPort = free.getLocalPort();
        }
        Files.createDirectories(directory.resolve("state"));
        Files.createDirectories(directory.resolve("log/containers"));
        Files.writeString(directory.resolve("secrets.properties"), "password=" + SECRET + "\n");
        write("shop");
        write("quiet");
        configure();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CollectorMain.class.getName(),
                        "--config",
                        config().toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> assertThat(namespaces()).containsExactly("quiet", "shop"));
    }

    @AfterEach
    void end() throws IOException {
        process.destroyForcibly();
        silentKafka.close();
    }

    @Test
    void shouldReloadAtHangupAndEndWellAtTerminationWhileKafkaIsSilent() throws Exception {
        // When: a file that is wrong
        configure("namespaces.exclude=quiet", "poll.interval.ms=soon");
        signal("HUP");

        // Then: key and value are named, and the old configuration stays
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(output())
                        .contains("Configuration not taken over, the old one stays")
                        .contains(config() + ":9: poll.interval.ms = soon"));
        assertThat(namespaces()).containsExactly("quiet", "shop");

        // When: a good one, of which one key needs a restart
        configure("namespaces.exclude=quiet", "chunk.max.bytes=2048", "kafka.linger.ms=7");
        signal("HUP");

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(namespaces()).containsExactly("shop"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(output())
                        .contains("kafka.linger.ms namespaces.exclude")
                        .containsPattern("chunk.max.bytes.*needs a restart"));

        // When: it is asked to end, though Kafka will never answer
        long start = System.nanoTime();
        signal("TERM");

        // Then
        assertThat(process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STOP_LIMIT);
        assertThat(output()).doesNotContain(SECRET);
    }

    @Test
    void shouldShowNoSecretInArgumentsEnvironmentOrStatus() throws Exception {
        Path proc = Path.of("/proc", Long.toString(process.pid()));

        assertThat(Files.readString(proc.resolve("cmdline"), StandardCharsets.ISO_8859_1))
                .doesNotContain(SECRET);
        assertThat(Files.readString(proc.resolve("environ"), StandardCharsets.ISO_8859_1))
                .doesNotContain(SECRET);
        assertThat(RunningCollector.at(url()).toString()).doesNotContain(SECRET);
        assertThat(output())
                .contains("${file:" + directory.resolve("secrets.properties") + ":password}")
                .doesNotContain(SECRET);
    }

    private List<String> namespaces() throws IOException {
        List<String> found = new ArrayList<>();
        for (Map<String, Object> file : RunningCollector.at(url()).files()) {
            Path path = Path.of(RunningCollector.text(file, "path"));
            found.add(path.getParent().getParent().getFileName().toString().replaceFirst("_.*", ""));
        }
        found.sort(null);
        return found;
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + adminPort);
    }

    private Path config() {
        return directory.resolve("collector.properties");
    }

    private void configure(String... more) throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "cluster.name=east",
                "kafka.bootstrap.servers=127.0.0.1:" + silentKafka.getLocalPort(),
                "kafka.ssl.truststore.password=${file:" + directory.resolve("secrets.properties") + ":password}",
                "logs.root=" + directory.resolve("log"),
                "links.check.owner=false",
                "state.dir=" + directory.resolve("state"),
                "admin.listen=127.0.0.1:" + adminPort));
        lines.addAll(List.of(more));
        Files.write(config(), lines);
    }

    private void write(String namespace) throws IOException {
        Path log = directory.resolve("log/pods/" + namespace + "_web-0_0a1b2c3d-0000-4000-8000-000000000001/web/0.log");
        Files.createDirectories(log.getParent());
        Files.writeString(log, "2026-11-22T08:00:00.000000000Z stdout F one\n");
    }

    private String output() throws IOException {
        return Files.readString(directory.resolve("out"));
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }
}
