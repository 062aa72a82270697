package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.RawRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread itself, on the real clock, with the system's notification. */
class PollerTest {

    @TempDir
    Path root;

    private final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Test
    void shouldReadANewContainersFirstLineWithinASecondAlthoughScansAreRare() throws Exception {
        TailConfig config = config(Duration.ofMinutes(10));
        Poller poller = new Poller(
                config,
                new FileAccess(new FolderFinder(root), new PathOpener(), 16),
                id -> null,
                new Lines(),
                new FakePositions());
        Thread thread = new Thread(poller, "tail-test");
        thread.start();
        write("first", "one");
        await().atMost(Duration.ofSeconds(10)).until(() -> lines.contains("one\n"));

        long start = System.nanoTime();
        write("second", "two");
        await().pollInterval(Duration.ofMillis(10)).until(() -> lines.contains("two\n"));
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(taken).isLessThan(Duration.ofSeconds(1));
        assertThat(poller.stop(Duration.ofSeconds(5))).isTrue();
        thread.join();
    }

    private static TailConfig config(Duration scanInterval) {
        TailConfig defaults = TailConfig.of("test");
        return new TailConfig(
                defaults.cluster(),
                defaults.chunkMaxBytes(),
                defaults.pollInterval(),
                scanInterval,
                defaults.grace(),
                defaults.deletedMaxBytes(),
                defaults.inflatedMaxBytes());
    }

    private void write(String container, String line) throws Exception {
        Files.createDirectories(root.resolve(container));
        Files.writeString(root.resolve(container).resolve("0.log"), line + "\n");
    }

    private final class Lines implements ChunkSink {
        @Override
        public boolean hasRoom(String podDirectory) {
            return true;
        }

        @Override
        public void accept(RawRecord record, Runnable onAcknowledged) {
            if (record instanceof Chunk chunk) {
                lines.add(StandardCharsets.UTF_8.decode(chunk.data()).toString());
            }
            onAcknowledged.run();
        }

        @Override
        public int epoch() {
            return 0;
        }
    }
}
