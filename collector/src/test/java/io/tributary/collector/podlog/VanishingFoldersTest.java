package io.tributary.collector.podlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.collector.tail.FileAccess;
import io.tributary.collector.tail.Poller;
import io.tributary.collector.tail.TailConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The reading thread with the system's notification and hardly a scan besides, while folders come and go. */
@Timeout(60)
class VanishingFoldersTest {

    @TempDir
    private Path temp;

    private final HandedOver sink = new HandedOver();
    private final Problems problems = new Problems();
    private LogFolders folders;
    private Poller poller;
    private Thread reader;

    @BeforeEach
    void setUp() throws IOException {
        folders = new LogFolders(temp.toRealPath());
        Duration rarely = Duration.ofMinutes(10);
        TailConfig config = new TailConfig(
                "test", 65_536, Duration.ofMillis(20), rarely, Duration.ofSeconds(10), Long.MAX_VALUE, Long.MAX_VALUE);
        FileAccess files = new FileAccess(
                new PodLogFinder(folders.root, folders.roots, problems), new PodLogOpener(folders.roots, false), 16);
        poller = new Poller(config, files, id -> null, sink, problems);
        reader = new Thread(poller, "vanishing-test");
        reader.start();
        awaitLine("own");
    }

    @AfterEach
    void tearDown() throws InterruptedException {
        assertThat(poller.stop(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void shouldReadAPodCompletelyThatLivesForAFifthOfASecond() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String name = "short-" + i;
            Path pod = pod(name);
            write(pod, name);
            lines.add(name);
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());

            delete(pod);
        }

        lines.forEach(this::awaitLine);
    }

    @Test
    void shouldReadOnWhenTheWholeFolderIsReplaced() throws IOException {
        Path pods = folders.root.resolve("pods");
        Files.move(pods, folders.root.resolve("pods.old"));
        Files.move(folders.root.resolve("containers"), folders.root.resolve("containers.old"));
        Files.createDirectories(folders.root.resolve("containers"));

        write(pod("first"), "in the new folder");
        awaitLine("in the new folder");
        write(pod("second"), "later in the new folder");

        awaitLine("later in the new folder");
    }

    @Test
    void shouldReadOnWhileFoldersVanishAndComeBack() throws IOException {
        for (int i = 0; i < 200; i++) {
            Path pod = pod("again");
            write(pod, "round " + i);
            delete(i % 2 == 0 ? pod : folders.root.resolve("pods"));
        }

        write(pod("again"), "at last");

        awaitLine("at last");
        assertThat(reader.isAlive()).isTrue();
    }

    private Path pod(String name) {
        return folders.root.resolve("pods").resolve("shop_" + name + "_uid");
    }

    private static void write(Path pod, String message) throws IOException {
        Files.createDirectories(pod.resolve("app"));
        Files.writeString(pod.resolve("app/0.log"), Instant.now() + " stdout F " + message + "\n");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private void awaitLine(String message) {
        await().untilAsserted(() -> assertThat(sink.text()).containsOnlyOnce(" " + message + "\n"));
    }
}
