package io.tributary.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadWriterTest {

    private static final ContainerInstance WEB =
            new ContainerInstance("shop", "web-0", "uid-1", "app", "c".repeat(64), 0);

    @TempDir
    Path root;

    @Test
    void shouldLeaveEveryWrittenLineInTheFilesWhileItRotatesThem() throws Exception {
        // Given
        ContainerLog log = ContainerLog.create(root, WEB, LogFormat.CRI);
        LoadSettings settings = new LoadSettings(2_000, 150, 20_000, Duration.ofMillis(1_100));
        LoadWriter writer = new LoadWriter(settings, List.of(log), Clock.systemUTC());

        // When
        writer.start();
        await().until(() -> log.rotated().size() >= 2);
        writer.close();

        // Then
        List<Path> files = new ArrayList<>(log.rotated());
        files.add(log.file());
        assertThat(files.get(0).toString()).endsWith(".gz");
        assertThat(files.get(files.size() - 2).toString()).doesNotEndWith(".gz");
        LoadReport report = new LoadReport();
        for (Path file : files) {
            for (String line : text(file).lines().toList()) {
                report.received(line.split(" ", 4)[3], Instant.now().toEpochMilli() * 1000);
            }
        }
        LoadReport.Account account = report.account();
        assertThat(account.events()).isEqualTo(writer.written());
        assertThat(account.missing() + account.damaged() + account.duplicated()).isZero();
        assertThat(writer.failure()).isEmpty();
    }

    @Test
    void shouldWriteOneLineIntoEveryLogWhenItIsAskedForTheFirstOnes() throws Exception {
        // Given
        ContainerLog log = ContainerLog.create(root, WEB, LogFormat.CRI);
        LoadWriter writer = new LoadWriter(LoadSettings.atRate(1_000), List.of(log), Clock.systemUTC());

        // When
        writer.writeFirstLines();
        writer.close();

        // Then
        assertThat(writer.written()).isEqualTo(1);
        assertThat(text(log.file())).hasLineCount(1).contains(" stdout F ");
    }

    @Test
    void shouldKeepNoMoreRotatedFilesThanTheKubelet() throws Exception {
        // Given
        ContainerLog log = ContainerLog.create(root, WEB, LogFormat.CRI);

        // When
        for (int i = 0; i < 8; i++) {
            log.write(Instant.EPOCH, "stdout", "line " + i);
            log.rotate("20261122-00000" + i);
        }
        log.close();

        // Then
        assertThat(log.rotated())
                .extracting(path -> path.getFileName().toString())
                .containsExactly(
                        "0.log.20261122-000004.gz",
                        "0.log.20261122-000005.gz",
                        "0.log.20261122-000006.gz",
                        "0.log.20261122-000007");
    }

    @Test
    void shouldEscapeAMessageWhenWritingAsDockerDoes() {
        byte[] line = LogFormat.DOCKER_JSON.line(Instant.EPOCH, "stderr", "say \"hi\"\t\u0001");

        assertThat(new String(line, StandardCharsets.UTF_8))
                .isEqualTo("{\"log\":\"say \\\"hi\\\"\\t\\u0001\\n\",\"stream\":\"stderr\","
                        + "\"time\":\"1970-01-01T00:00:00.000000000Z\"}\n");
    }

    @Test
    void shouldCutTheLinkNameWhereTheKubeletCutsIt() {
        ContainerInstance longest =
                new ContainerInstance("n".repeat(63), "p".repeat(63), "uid", "c".repeat(63), "d".repeat(64), 0);

        assertThat(longest.linkName()).hasSize(255).endsWith("d.log");
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in) {
            return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
