package io.tributary.collector.checkpoint;

import static io.tributary.collector.checkpoint.SavedFiles.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.collector.checkpoint.FileCheckpointStore.Loaded;
import io.tributary.collector.checkpoint.FileCheckpointStore.Origin;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileCheckpointStoreTest {

    @TempDir
    private Path directory;

    private FileCheckpointStore store;

    @BeforeEach
    void open() {
        store = new FileCheckpointStore(directory);
    }

    @Test
    void shouldGiveBackWhatWasSaved() throws IOException {
        // Given
        SavedFile odd = new SavedFile(
                new FileKey(new FileId(-1, Long.MIN_VALUE), 3),
                "ns_pod_uid",
                "app",
                7,
                "/logs/tab\there %25 \n newline ü \uD83D\uDE00 lone \uD800",
                Long.MAX_VALUE,
                new byte[] {0, -1, '\n', '\t'},
                900,
                true,
                123,
                456);

        // When
        store.save(List.of(odd, at(0)));

        // Then
        Loaded loaded = new FileCheckpointStore(directory).load();
        assertThat(loaded.origin()).isEqualTo(Origin.CURRENT);
        assertThat(loaded.files()).usingRecursiveComparison().isEqualTo(List.of(odd, at(0)));
    }

    @Test
    void shouldStartFromScratchWhenNothingWasSaved() throws IOException {
        assertThat(store.load()).isEqualTo(new Loaded(List.of(), Origin.SCRATCH));
    }

    @Test
    void shouldGoBackToThePreviousOneWhenTornAtAnyLength() throws IOException {
        // Given
        store.save(List.of(at(10)));
        store.save(List.of(at(20)));
        Path current = directory.resolve("checkpoint");
        byte[] whole = Files.readAllBytes(current);

        for (int length = 0; length < whole.length; length++) {
            // When
            Files.write(current, Arrays.copyOf(whole, length));
            Loaded loaded = store.load();

            // Then
            assertThat(loaded.origin()).as("torn at %d", length).isEqualTo(Origin.PREVIOUS);
            assertThat(loaded.files().get(0).offset()).isEqualTo(10);
        }
    }

    @Test
    void shouldGoBackToThePreviousOneWhenAnyByteIsDifferent() throws IOException {
        // Given
        store.save(List.of(at(10)));
        store.save(List.of(at(20)));
        Path current = directory.resolve("checkpoint");
        byte[] whole = Files.readAllBytes(current);

        for (int at = 0; at < whole.length; at++) {
            // When
            byte[] rotten = whole.clone();
            rotten[at] ^= 1;
            Files.write(current, rotten);

            // Then
            assertThat(store.load().origin()).as("byte %d", at).isEqualTo(Origin.PREVIOUS);
        }
    }

    @Test
    void shouldGoBackToThePreviousOneWhenTheLastIsMissing() throws IOException {
        store.save(List.of(at(10)));
        store.save(List.of(at(20)));
        Files.delete(directory.resolve("checkpoint"));

        assertThat(store.load().files().get(0).offset()).isEqualTo(10);
    }

    @Test
    void shouldStartFromTheOldestBytesWhenBothAreTorn() throws IOException {
        store.save(List.of(at(10)));
        store.save(List.of(at(20)));
        Files.write(directory.resolve("checkpoint"), new byte[0]);
        Files.write(directory.resolve("checkpoint.previous"), new byte[100]);

        assertThat(store.load()).isEqualTo(new Loaded(List.of(), Origin.SCRATCH));
    }

    @Test
    void shouldReadAndWriteTheFormThatVersion1Has() throws Exception {
        // Given
        Path golden = Path.of(getClass().getResource("/golden/checkpoint-1").toURI());
        List<SavedFile> files = List.of(
                at(4_096, "the end of a line\n"),
                new SavedFile(
                        new FileKey(new FileId(-1, 1), 2),
                        "shop_db-0_6f9e",
                        "postgres",
                        3,
                        "/var/log/pods/shop_db-0_6f9e/postgres/3.log.20261122-%25",
                        Long.MAX_VALUE,
                        new byte[0],
                        900,
                        true,
                        1_795_000_000_000L,
                        1_795_000_060_000L));

        // When
        Files.copy(golden, directory.resolve("checkpoint"));
        Loaded loaded = store.load();

        // Then: a changed form needs a new version, which reads this one
        assertThat(loaded.origin()).isEqualTo(Origin.CURRENT);
        assertThat(loaded.files()).usingRecursiveComparison().isEqualTo(files);
        assertThat(CheckpointText.write(files)).isEqualTo(Files.readAllBytes(golden));
    }

    @Test
    void shouldRefuseWhenANewerReleaseWroteIt() throws IOException {
        byte[] body = "tributary-checkpoint 2\nwhatever\n".getBytes(StandardCharsets.UTF_8);
        CRC32C crc = new CRC32C();
        crc.update(body);
        Files.writeString(
                directory.resolve("checkpoint"),
                "tributary-checkpoint 2\nwhatever\ncrc32c " + String.format("%08x", crc.getValue()) + "\n");

        assertThatThrownBy(store::load)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("newer release")
                .hasMessageContaining("go back to that release, or remove the file");
    }

    @Test
    void shouldAlwaysHaveAWholeCheckpointWhenTheDiskFailsAtAnyStep() throws IOException {
        for (int step = 0; step < 4; step++) {
            for (int torn = 0; torn < 300; torn += 37) {
                // Given
                Path fresh = Files.createDirectory(directory.resolve(step + "-" + torn));
                FailingDisk disk = new FailingDisk();
                FileCheckpointStore failing = new FileCheckpointStore(fresh, disk);
                failing.save(List.of(at(10)));
                failing.save(List.of(at(20)));

                // When
                disk.failAt(step, torn);
                assertThatThrownBy(() -> failing.save(List.of(at(30)))).isInstanceOf(IOException.class);

                // Then: nothing is lost, and the next save works
                FileCheckpointStore restarted = new FileCheckpointStore(fresh);
                assertThat(restarted.load().files().get(0).offset())
                        .as("step %d", step)
                        .isGreaterThanOrEqualTo(20);
                failing.save(List.of(at(40)));
                assertThat(new FileCheckpointStore(fresh).load().files().get(0).offset())
                        .isEqualTo(40);
            }
        }
    }

    @Test
    void shouldKeepTheGoodOneWhenTheDiskFailsAfterATornOneWasFound() throws IOException {
        // Given
        store.save(List.of(at(10)));
        store.save(List.of(at(20)));
        Files.write(directory.resolve("checkpoint"), new byte[3]);
        FailingDisk disk = new FailingDisk();
        FileCheckpointStore failing = new FileCheckpointStore(directory, disk);
        assertThat(failing.load().origin()).isEqualTo(Origin.PREVIOUS);

        // When: the first rename of the next save is the last thing that happens
        disk.failAt(2, 0);
        try {
            failing.save(List.of(at(30)));
        } catch (IOException e) {
            assertThat(e).hasMessage("no space left on device");
        }

        // Then
        assertThat(new FileCheckpointStore(directory).load().files().get(0).offset())
                .isGreaterThanOrEqualTo(10);
    }

    /** The node's disk, whose n-th step from now fails; a write that fails leaves so many bytes. */
    private static final class FailingDisk implements Disk {

        private final Disk real = Disk.node();
        private int stepsLeft = Integer.MAX_VALUE;
        private int torn;

        void failAt(int step, int bytes) {
            stepsLeft = step;
            torn = bytes;
        }

        @Override
        public byte[] read(Path path) throws IOException {
            return real.read(path);
        }

        @Override
        public void write(Path path, byte[] data) throws IOException {
            boolean fails = fails();
            real.write(path, fails ? Arrays.copyOf(data, Math.min(torn, data.length)) : data);
            refuse(fails);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            refuse(fails());
            real.rename(from, to);
        }

        @Override
        public void sync(Path path) throws IOException {
            refuse(fails());
            real.sync(path);
        }

        private boolean fails() {
            boolean fails = stepsLeft-- == 0;
            if (fails) {
                stepsLeft = Integer.MAX_VALUE;
            }
            return fails;
        }

        private static void refuse(boolean fails) throws IOException {
            if (fails) {
                throw new IOException("no space left on device");
            }
        }
    }
}
