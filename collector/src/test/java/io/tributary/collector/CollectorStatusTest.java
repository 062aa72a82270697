package io.tributary.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running collector tells: the status, its metrics, its line for systemd. */
@Timeout(60)
class CollectorStatusTest {

    @TempDir
    Path directory;

    @Test
    void shouldShowEveryFileWithPositionsAndReason() throws Exception {
        try (CollectorBench bench = new CollectorBench(directory).start()) {
            // Given: one line that is safe, and a name that is not followed
            bench.kafka.automatic();
            Path log = bench.write("shop", 1);
            Files.createFile(log.resolveSibling("notes.txt"));
            await().untilAsserted(() -> assertThat(bench.published("shop")).isEqualTo(Files.readString(log)));

            // When
            await().until(() -> bench.files().size() == 2);
            List<Map<String, Object>> files = bench.files();

            // Then
            assertThat(files.get(0))
                    .containsEntry("path", log.toString())
                    .containsEntry("state", "following")
                    .containsEntry("reason", null)
                    .containsEntry("offset", Files.size(log))
                    .containsEntry("acknowledged", Files.size(log))
                    .containsEntry("size", Files.size(log))
                    .containsEntry("backlog", 0L)
                    .containsEntry("generation", 0)
                    .containsEntry("log", log.toString());
            assertThat((String) files.get(0).get("id")).matches("[0-9a-f]{32}");
            assertThat(files.get(1))
                    .isEqualTo(Map.of(
                            "path",
                            log.resolveSibling("notes.txt").toString(),
                            "state",
                            "refused",
                            "reason",
                            "foreign-name"));
            assertThat(bench.collector.status())
                    .containsEntry("node", "node1")
                    .containsEntry("reading", "ok")
                    .containsKeys(
                            "backlog_bytes", "oldest_unread_seconds", "in_flight_bytes", "checkpoint_age_seconds");
        }
    }

    @Test
    void shouldTellOfTheBacklogWhileKafkaTakesNothing() throws Exception {
        try (CollectorBench bench = new CollectorBench(
                        directory, "inflight.max.bytes", "1048576", "rotation.size.bytes", "4194304")
                .start()) {
            // Given: nothing is acknowledged, so a quarter of a MiB is under way and the rest stays on the disk
            Path log = bench.write("shop", 40_000);

            // When
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() ->
                            assertThat(bench.metric("oldest_unread_seconds")).isGreaterThan(1));

            // Then
            double backlog = bench.metric("backlog_bytes");
            assertThat(backlog).isBetween(Files.size(log) - 300_000.0, Files.size(log) - 100_000.0);
            assertThat(bench.metric("rotation_headroom_ratio")).isEqualTo(backlog / 4_194_304);
            assertThat(bench.files().get(0)).containsEntry("reason", "no-room").containsEntry("acknowledged", 0L);
            assertThat(bench.collector.headline())
                    .matches("1 files open, 1 pending, backlog \\d+ bytes, oldest unread \\d+ s");
            long rounds = bench.collector.rounds().orElseThrow();
            await().until(() -> bench.collector.rounds().orElseThrow() > rounds);
        }
    }

    @Test
    void shouldCountTheFilesThatItGoesOnWith() throws Exception {
        // Given
        try (CollectorBench first = new CollectorBench(directory).start()) {
            first.kafka.automatic();
            Path log = first.write("shop", 10);
            await().untilAsserted(() -> assertThat(first.published("shop")).isEqualTo(Files.readString(log)));
            assertThat(first.metric("files_resumed_total")).isZero();
            assertThat(first.metric("read_lines_total")).isEqualTo(10);
        }

        // When
        try (CollectorBench second = new CollectorBench(directory).start()) {
            // Then
            await().untilAsserted(() ->
                    assertThat(second.metric("files_resumed_total")).isEqualTo(1));
            assertThat(second.metrics.scrape()).contains("tributary_collector_build_info{java=\"");
        }
    }

    @Test
    void shouldSaySoInsteadOfWaitingWhenReadingHangs() {
        Map<String, Object> status = new CollectorStatus().with("node", "n1").withFiles(new CompletableFuture<>());

        assertThat(status).containsEntry("reading", "no answer").containsEntry("files", List.of());
    }
}
