package io.tributary.collector.checkpoint;

import static io.tributary.collector.checkpoint.SavedFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointSaverTest {

    @TempDir
    private Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final AckTracker tracker = new AckTracker(List.of(), () -> 1);

    @Test
    void shouldSaveByItselfWhenSomethingIsAcknowledged() {
        // Given
        try (CheckpointSaver saver = saver(directory, Duration.ofMillis(5))) {
            saver.start();

            // When
            tracker.acknowledged(0, at(10));

            // Then
            await().untilAsserted(() -> assertThat(saved()).isEqualTo(10));
        }
    }

    @Test
    void shouldSaveForTheLastTimeWhenClosed() throws IOException {
        CheckpointSaver saver = saver(directory, Duration.ofHours(1));
        saver.start();
        tracker.acknowledged(0, at(10));

        saver.close();

        assertThat(saved()).isEqualTo(10);
    }

    @Test
    void shouldGoOnAndTellWhenTheDiskRefusesForAMinute() throws IOException {
        // Given
        Path later = directory.resolve("later");
        CheckpointSaver saver = saver(later, Duration.ofHours(1));
        tracker.acknowledged(0, at(10));

        // When
        saver.save();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(saver.problem()).isEmpty();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));

        // Then
        assertThat(saver.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("later"));
        assertThat(saver.errors()).isEqualTo(1);
        assertThat(saver.ageSeconds()).isEqualTo(60);

        // And: it recovers
        Files.createDirectory(later);
        saver.save();
        assertThat(saver.problem()).isEmpty();
        assertThat(saver.ageSeconds()).isZero();
        assertThat(new FileCheckpointStore(later).load().files()).hasSize(1);
    }

    @Test
    void shouldTellWhenItsThreadHasEnded() {
        // Given
        LossyDisk broken = new LossyDisk();
        broken.failNext(new IllegalStateException("broken"));
        FileCheckpointStore store = new FileCheckpointStore(directory, broken);
        CheckpointSaver saver = new CheckpointSaver(tracker, store, Duration.ofMillis(5), nanos::get);
        saver.start();
        assertThat(saver.ended()).isEmpty();

        // When
        tracker.acknowledged(0, at(10));

        // Then
        await().untilAsserted(() -> assertThat(saver.ended())
                .hasValueSatisfying(end -> assertThat(end).hasMessage("broken")));
        saver.close();
    }

    private CheckpointSaver saver(Path where, Duration interval) {
        return new CheckpointSaver(tracker, new FileCheckpointStore(where), interval, nanos::get);
    }

    private long saved() throws IOException {
        List<SavedFile> files = new FileCheckpointStore(directory).load().files();
        return files.isEmpty() ? -1 : files.get(0).offset();
    }
}
