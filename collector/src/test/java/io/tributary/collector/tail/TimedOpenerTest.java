package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tributary.collector.chunk.LogSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Openings that do not come back, as of a pipe that nobody writes to. */
@Timeout(60)
class TimedOpenerTest {

    @TempDir
    private Path folder;

    private final CountDownLatch release = new CountDownLatch(1);
    private final List<FileChannel> opened = new CopyOnWriteArrayList<>();
    private TimedOpener opener;

    @BeforeEach
    void setUp() {
        opener = new TimedOpener(this::open, Duration.ofMillis(100));
    }

    @AfterEach
    void tearDown() throws IOException {
        release.countDown();
        for (FileChannel channel : opened) {
            channel.close();
        }
    }

    private FileChannel open(FoundFile found) throws IOException {
        if (found.path().getFileName().toString().startsWith("stuck") && release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        FileChannel channel = FileChannel.open(found.path());
        opened.add(channel);
        return channel;
    }

    @Test
    void shouldGoOnWithOtherFilesWhenAnOpeningDoesNotComeBack() throws IOException {
        assertStuck("stuck");

        assertThat(opener.open(file("other")).isOpen()).isTrue();
    }

    @Test
    void shouldNotTryAgainWhileTheFirstAttemptHasNotComeBackAndCloseWhatItGivesTooLate() throws IOException {
        for (int i = 0; i < 100; i++) {
            assertStuck("stuck");
        }
        assertThat(opened).isEmpty();

        release.countDown();

        await().untilAsserted(() -> assertThat(opened).singleElement().matches(channel -> !channel.isOpen()));
        assertThat(opener.open(file("stuck")).isOpen()).isTrue();
    }

    @Test
    void shouldWaitWithEveryFileWhenManyOpeningsDoNotComeBack() throws IOException {
        for (int i = 0; i < 8; i++) {
            assertStuck("stuck-" + i);
        }

        assertStuck("other");
        release.countDown();

        await().ignoreExceptions().until(() -> opener.open(file("other")).isOpen());
    }

    @Test
    void shouldSayWhyAFileCannotBeOpened() throws IOException {
        FoundFile gone = file("gone");
        Files.delete(gone.path());

        assertThatThrownBy(() -> opener.open(gone)).isInstanceOf(NoSuchFileException.class);
    }

    private void assertStuck(String name) throws IOException {
        FoundFile found = file(name);
        assertThatThrownBy(() -> opener.open(found))
                .isInstanceOfSatisfying(
                        FileRefusedException.class, e -> assertThat(e.problem()).isEqualTo(FileProblem.STUCK));
    }

    private FoundFile file(String name) throws IOException {
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            Files.createFile(path);
        }
        LogSource source = new LogSource("ns_pod_uid", "app", 0, null, "/link", path.toString());
        return new FoundFile(source, path, folder, "key", 0, FoundFile.Form.CURRENT);
    }
}
