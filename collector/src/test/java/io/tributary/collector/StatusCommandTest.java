package io.tributary.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.runtime.Endpoints;
import io.tributary.runtime.admin.AdminServer;
import io.tributary.runtime.admin.Page;
import io.tributary.runtime.text.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code status} and {@code explain file} against a running collector, and without one. */
class StatusCommandTest {

    private static final String ADMIN = "127.0.0.1:";

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path config;
    private AdminServer admin;

    @BeforeEach
    void writeConfig() throws IOException {
        config = directory.resolve("collector.properties");
        configure(ADMIN + 1);
    }

    @AfterEach
    void stopServing() {
        if (admin != null) {
            admin.close();
        }
    }

    @Test
    void shouldPrintFilesWithTheLargestBacklogFirst() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory, "inflight.max.bytes", "1048576").start()) {
            serve(bench);
            // Given: one that is safe, one that waits for room
            Path small = bench.write("shop", 1);
            await().until(() -> bench.kafka.producers() == 1
                    && !bench.kafka.producer().history().isEmpty());
            bench.kafka.producer().acknowledge();
            Path large = bench.write("bank", 40_000);
            await().until(() -> bench.collector.status().get("backlog_bytes") instanceof Long backlog && backlog > 0);

            // When
            int code = run(new StatusCommand(Map.of()), "--config", config.toString());

            // Then
            assertThat(code).isZero();
            List<String> lines = out.toString().lines().toList();
            assertThat(lines.get(0)).startsWith("collector on node1: ready, since 20");
            assertThat(lines.get(1))
                    .matches("backlog \\d+ bytes, oldest unread \\d+ s, in flight \\d+ bytes, .*reading: ok");
            assertThat(lines.get(3)).matches(" +BACKLOG +ACKNOWLEDGED +SIZE +STATE +WHY +PATH");
            assertThat(lines.get(4)).matches(" +[1-9]\\d+ +0 +\\d+ +following +no-room +" + large);
            assertThat(lines.get(5)).matches(" +0 +\\d+ +\\d+ +following +- +" + small);
            assertThat(lines.get(6)).isEqualTo("2 files");
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void shouldPrintTheAnswerWhenJsonIsAsked() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory).start()) {
            serve(bench);
            // When
            int code = run(new StatusCommand(Map.of()), "--json", "--url", "http://" + ADMIN + admin.port());

            // Then
            assertThat(code).as("no producer yet, perhaps").isBetween(0, 1);
            Map<String, Object> answer = (Map<String, Object>) Json.read(out.toString());
            assertThat(answer).containsEntry("part", "collector").containsKeys("ok", "since", "status");
        }
    }

    @Test
    void shouldSayWhereItAskedWhenNobodyAnswers() {
        int code = run(new StatusCommand(Map.of()), "--url", "http://127.0.0.1:1");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("no collector answers at http://127.0.0.1:1", "--url or --config");
    }

    @Test
    void shouldSaySoWhenAnotherPartAnswers() throws Exception {
        try (AdminServer other = AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of("/status", () -> Page.json(200, "{\"parts\":[{\"part\":\"watcher\"}]}")))) {
            int code = run(new StatusCommand(Map.of()), "--url", "http://127.0.0.1:" + other.port());

            assertThat(code).isEqualTo(1);
            assertThat(err.toString()).contains("is another part");
        }
    }

    @Test
    void shouldEscapeWhatCouldHarmATerminal() throws Exception {
        String row = "{\"path\":\"/var/log/\\u001b]0;x\\u0007\",\"state\":\"refused\",\"reason\":\"\\u009b2J\"}";
        try (AdminServer hostile = AdminServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Map.of(
                        "/status",
                        () -> Page.json(
                                200,
                                "{\"parts\":[{\"part\":\"collector\",\"ok\":true,"
                                        + "\"since\":\"\\u001b[31m\",\"status\":{\"files\":[" + row + "]}}]}")))) {
            run(new StatusCommand(Map.of()), "--url", "http://127.0.0.1:" + hostile.port());

            assertThat(out.toString())
                    .contains("/var/log/\\u001b]0;x\\u0007", "\\u009b2J")
                    .matches("[\\x20-\\x7e\\n]*");
        }
    }

    @Test
    void shouldExplainWhatIsPendingAndWhyWhenTheCollectorRuns() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory).start()) {
            serve(bench);
            // Given
            bench.kafka.automatic();
            Path log = bench.write("shop", 2);
            Files.writeString(log, "2026-11-22T09:00:00.000000000Z stdout F not ended", StandardOpenOption.APPEND);
            long safe = Files.readString(log).lastIndexOf('\n') + 1L;
            await().until(() -> bench.files().size() == 1
                    && "partial-line".equals(bench.files().get(0).get("reason")));
            await().until(() -> Files.exists(directory.resolve("state/checkpoint")));

            // When
            int code = run(new ExplainFileCommand(Map.of()), "--config", config.toString(), log.toString());

            // Then
            assertThat(code).isZero();
            assertThat(out.toString().lines())
                    .containsExactly(
                            "file        " + log,
                            "id          " + bench.files().get(0).get("id") + ", generation 0",
                            "state       following",
                            "offset      byte " + safe + " of " + Files.size(log) + " is read, byte " + safe
                                    + " acknowledged by Kafka",
                            "checkpoint  byte " + safe + " is saved",
                            "pending     nothing is sent: its last line has no end yet:"
                                    + " it is sent when it has, or when the container is over",
                            "");
        }
    }

    @Test
    void shouldExplainFromCheckpointAndFileWhenNoCollectorRuns() throws Exception {
        // Given
        Path log;
        long safe;
        String id;
        try (CollectorBench bench = new CollectorBench(directory).start()) {
            bench.kafka.automatic();
            log = bench.write("shop", 2);
            safe = Files.size(log);
            await().untilAsserted(
                            () -> assertThat(bench.published("shop")).isEqualTo(Files.readString(bench.log("shop"))));
            id = (String) bench.files().get(0).get("id");
        }
        Files.writeString(
                log, Files.readString(log).lines().findFirst().orElseThrow() + "\n", StandardOpenOption.APPEND);

        // When
        int code = run(new ExplainFileCommand(Map.of()), "--config", config.toString(), log.toString());

        // Then
        assertThat(code).isZero();
        assertThat(out.toString())
                .startsWith("no collector answers at http://127.0.0.1:1")
                .contains("id          " + id)
                .contains("checkpoint  byte " + safe + " is saved")
                .contains("pending     " + (Files.size(log) - safe) + " bytes to read: no collector is running here");
    }

    @Test
    void shouldSayThatAFileIsExcludedWhenItIs() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory, "namespaces.exclude", "shop").start()) {
            serve(bench);
            Files.writeString(config, "namespaces.exclude=shop\n", StandardOpenOption.APPEND);
            Path log = bench.write("shop", 2);

            int code = run(new ExplainFileCommand(Map.of()), "--config", config.toString(), log.toString());

            assertThat(code).isEqualTo(1);
            assertThat(out.toString()).contains(log + " is not followed.", "The configuration excludes it");
        }
    }

    private void serve(CollectorBench bench) throws IOException {
        Endpoints endpoints = new Endpoints(Clock.systemUTC()).add("collector", bench.collector, bench.metrics);
        endpoints.started();
        admin = AdminServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), endpoints.pages());
        configure(ADMIN + admin.port());
    }

    private void configure(String listen) throws IOException {
        Files.writeString(
                config,
                "cluster.name=east\nkafka.bootstrap.servers=k:1\nnode.name=node1\nadmin.listen=" + listen
                        + "\nstate.dir=" + directory.resolve("state") + "\nlogs.root=" + directory.resolve("log")
                        + "\n");
    }

    private int run(Object command, String... args) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    err.append(exception.getMessage());
                    return 1;
                })
                .execute(args);
    }
}
