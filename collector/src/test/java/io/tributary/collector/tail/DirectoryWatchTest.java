package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the system's notification tells, and what it keeps to itself. */
class DirectoryWatchTest {

    /** The JDK gives up on a directory's events beyond so many that nobody has fetched. */
    private static final int EVENTS_KEPT = 512;

    @TempDir
    private Path temp;

    private final DirectoryWatch watch = DirectoryWatch.start();
    private final Set<Path> told = new HashSet<>();
    private Path parent;
    private Path folder;

    @BeforeEach
    void setUp() throws IOException {
        parent = Files.createDirectory(temp.resolve("parent"));
        folder = Files.createDirectory(parent.resolve("folder"));
    }

    @AfterEach
    void tearDown() {
        watch.close();
    }

    @Test
    void shouldNameTheDirectoryInWhichANameCame() throws IOException {
        assertThat(watch.watch(Set.of(parent, folder))).containsExactlyInAnyOrder(parent, folder);

        Files.createFile(folder.resolve("0.log"));

        awaitToldOf(folder);
        assertThat(told).containsExactly(folder);
        assertThat(watch.overflowed()).isFalse();
    }

    @Test
    void shouldSayThatNotificationsWereLostWhenThereWereTooMany() throws IOException {
        watch.watch(Set.of(folder));

        for (int i = 0; i < 3 * EVENTS_KEPT; i++) {
            Files.createFile(folder.resolve(Integer.toString(i)));
        }

        await().until(() -> told.addAll(watch.changed()) && watch.overflowed());
        assertThat(watch.watch(Set.of(folder))).as("watched anew").containsExactly(folder);
    }

    @Test
    void shouldTellOfADirectoryThatTookTheOnesPlaceThatWasWatched() throws IOException {
        watch.watch(Set.of(parent, folder));

        Files.move(folder, temp.resolve("moved away"));
        Files.createDirectory(folder);

        awaitToldOf(parent);
        assertThat(watch.watch(Set.of(parent, folder))).contains(folder);
        told.clear();
        Files.createFile(folder.resolve("0.log"));
        awaitToldOf(folder);
    }

    @Test
    void shouldTellOfADirectoryThatIsThereAgain() throws IOException {
        watch.watch(Set.of(parent, folder));
        Files.delete(folder);
        awaitToldOf(parent);
        watch.watch(Set.of(parent));

        Files.createDirectory(folder);

        assertThat(watch.watch(Set.of(parent, folder))).contains(folder);
        told.clear();
        Files.createFile(folder.resolve("0.log"));
        awaitToldOf(folder);
    }

    @Test
    void shouldPassOverADirectoryThatVanishedBeforeItWasWatched() {
        assertThat(watch.watch(Set.of(folder.resolve("nothing")))).isEmpty();
        assertThat(watch.isWorking()).isTrue();
    }

    private void awaitToldOf(Path directory) {
        await().until(() -> {
            told.addAll(watch.changed());
            return told.contains(directory);
        });
    }
}
