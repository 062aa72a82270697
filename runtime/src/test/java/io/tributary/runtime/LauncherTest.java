package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Command;

@Timeout(30)
class LauncherTest {

    @TempDir
    Path directory;

    private final FakePart part = new FakePart();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> environment = new HashMap<>();

    @Command(name = "status", description = "Says how it does.")
    private static final class StatusCommand implements Callable<Integer> {

        private final Exception failure;

        StatusCommand(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            if (failure != null) {
                throw failure;
            }
            return 0;
        }
    }

    @Test
    void shouldRunUntilSignalledWhenConfigurationIsGood() throws Exception {
        // Given
        Path file = config("cluster.name=staging");
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> run("--config", file.toString()));
        assertThat(part.started.await(20, TimeUnit.SECONDS)).isTrue();

        // When
        signal("TERM");

        // Then
        assertThat(code).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(0);
        assertThat(part.closed).isTrue();
        assertThat(part.config).containsExactly(Map.entry("cluster.name", "staging"));
    }

    @Test
    void shouldReadTheConfigurationAgainAndKeepTheOldOneWhenItIsWrong() throws Exception {
        // Given
        Path file = config("cluster.name=staging", "threads=2");
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> run("--config", file.toString()));
        assertThat(part.started.await(20, TimeUnit.SECONDS)).isTrue();

        // When: one that is wrong in itself, one that the part refuses, one that is good
        for (List<String> lines : List.of(
                List.of("cluster.name=staging", "threads=many"),
                List.of("cluster.name=forbidden", "threads=3"),
                List.of("cluster.name=other", "threads=3", "kafka.linger.ms=5"))) {
            Files.write(file, lines);
            signal("HUP");
            await().pollDelay(Duration.ofMillis(1_500)).until(() -> !code.isDone());
        }

        // Then
        assertThat(part.changed).containsExactlyInAnyOrder("cluster.name", "threads", "kafka.linger.ms");
        assertThat(part.config).containsEntry("threads", "3");
        signal("HUP");
        await().untilAsserted(() -> assertThat(part.changed)
                .as("what needs a restart is still not in force")
                .containsExactly("cluster.name"));
        signal("TERM");
        assertThat(code).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(0);
    }

    @Test
    void shouldEndWithOneWhenAnyThreadDies() throws Exception {
        // Given
        Path file = config("cluster.name=staging");
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> run("--config", file.toString()));
        assertThat(part.started.await(20, TimeUnit.SECONDS)).isTrue();

        // When
        new Thread(() -> {
                    throw new IllegalStateException("made up");
                })
                .start();

        // Then
        assertThat(code).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(1);
        assertThat(part.closed).isTrue();
    }

    @Test
    void shouldEndWithOneWhenThePartEndsByItself() throws Exception {
        // Given
        part.failed = true;

        // When
        int code = run("--config", config("cluster.name=staging").toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(part.closed).isTrue();
    }

    @Test
    void shouldEndWithOneLineWhenThePartCannotStart() throws Exception {
        // Given
        part.refusal = new IOException("state.dir /x is locked by process 7: stop that one first");

        // When
        int code = run("--config", config("cluster.name=staging").toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(err).hasToString("tributary fake: state.dir /x is locked by process 7: stop that one first\n");
        assertThat(part.closed).isTrue();
    }

    @Test
    void shouldNameAddressWhenAdminPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            // Given
            Path file = config("cluster.name=staging", "admin.listen=" + taken.getLocalPort());

            // When
            int code = run("--config", file.toString());

            // Then
            assertThat(code).isEqualTo(1);
            assertThat(err.toString())
                    .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort(), "set admin.listen")
                    .hasLineCount(1);
            assertThat(part.started.getCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldNameEveryProblemAtOnceWhenConfigurationIsBad() throws Exception {
        // Given
        Path file = config("thread=4", "threads=many", "admin.listen=here");

        // When
        int code = run("--config", file.toString(), "--check");

        // Then
        assertThat(code).isEqualTo(78);
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        "tributary fake: " + file + ":1: thread = 4: unknown key; did you mean 'threads'?",
                        "tributary fake: " + file + ":2: threads = many: Not a number of type INT",
                        "tributary fake: " + file + ":3: admin.listen = here: use HOST:PORT or PORT,"
                                + " with a port from 0 to 65535, such as 127.0.0.1:9471",
                        "tributary fake: cluster.name: required and not set:"
                                + " set it in the file or as TRIBUTARY_CLUSTER_NAME");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldSayGoodWhenConfigurationIsChecked() throws Exception {
        // Given
        environment.put("TRIBUTARY_CLUSTER_NAME", "staging");
        environment.put("TRIBUTARY_NODE_NAME", "n1");
        Path file = config("# nothing");

        // When
        int code = run("--config", file.toString(), "--check");

        // Then
        assertThat(code).isZero();
        assertThat(out).hasToString(file + ": good\n");
        assertThat(err).hasToString("ignored: environment TRIBUTARY_NODE_NAME sets no key of fake\n");
        assertThat(part.started.getCount()).isEqualTo(1);
    }

    @Test
    void shouldEndWith78WhenValuesDoNotGoTogether() throws Exception {
        // When
        int code = run("--config", config("cluster.name=forbidden").toString(), "--check");

        // Then
        assertThat(code).isEqualTo(78);
        assertThat(err.toString()).contains("cluster.name", "forbidden", "it does not go together with the rest");
    }

    @Test
    void shouldEndWith78WhenFileIsMissing() {
        // When
        int code = run("--config", directory.resolve("none.properties").toString());

        // Then
        assertThat(code).isEqualTo(78);
        assertThat(err.toString())
                .contains("none.properties: there is no such file")
                .hasLineCount(1);
    }

    @Test
    void shouldPrintTableWithoutSecretsWhenAsked() throws Exception {
        // Given
        Path file = config("cluster.name=staging", "api.pass=opensesame", "kafka.ssl.key.password=opensesame");

        // When
        int code = run("--config", file.toString(), "--print-config");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern("cluster.name +staging +.*:1\n")
                .containsPattern("threads +2 +default\n")
                .containsPattern("api.pass +\\[hidden] +.*:2\n")
                .doesNotContain("opensesame");
    }

    @Test
    void shouldEndWithTwoAndPointAtHelpWhenUsageIsWrong() {
        // When
        int code = run("--confg", "x");

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--confg", "Try 'tributary fake --help'.");
    }

    @Test
    void shouldEndWithTwoWhenNoConfigurationIsNamed() {
        // When
        int code = run();

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("name a file with --config FILE");
    }

    @Test
    void shouldShowOptionsCommandsAndExitCodesWhenHelpIsAsked() {
        // When
        int code = run("--help");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("tributary fake", "Does nothing, reliably.", "--config=FILE", "--check", "--print-config")
                .contains("status", "Says how it does.")
                .containsPattern("78 +bad configuration");
    }

    @Test
    void shouldShowVersionWhenAsked() {
        // When
        int code = run("--version");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString()).matches("tributary \\d+\\.\\d+\\.\\d+.* \\(Java .*\\)\n");
    }

    @Test
    void shouldGiveCommandsTheSameHelpWhenTheyHaveNone() {
        // When
        int code = run("status", "--help");

        // Then
        assertThat(code).isZero();
        assertThat(out.toString()).contains("tributary fake status", "Says how it does.", "Exit codes:");
    }

    @Test
    void shouldEndWithOneLineWhenCommandFails() {
        // When
        int code = Launcher.run(
                part, List.of(new StatusCommand(new IOException("no broker answers"))), terminal(), "status");

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(err).hasToString("tributary fake status: no broker answers\n");
    }

    @Test
    void shouldEndWith78WhenCommandFindsBadConfiguration() {
        // When
        int code = Launcher.run(part, List.of(new StatusCommand(new ConfigException("bad"))), terminal(), "status");

        // Then
        assertThat(code).isEqualTo(78);
    }

    private static void signal(String name) throws Exception {
        new ProcessBuilder(
                        "kill",
                        "-" + name,
                        Long.toString(ProcessHandle.current().pid()))
                .start()
                .waitFor();
    }

    private int run(String... args) {
        return Launcher.run(part, List.of(new StatusCommand(null)), terminal(), args);
    }

    private Terminal terminal() {
        return new Terminal(new PrintWriter(out, true), new PrintWriter(err, true), environment);
    }

    private Path config(String... lines) throws IOException {
        return Files.write(directory.resolve("fake.properties"), List.of(lines));
    }
}
