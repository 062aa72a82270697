package io.tributary.collector.checkpoint;

import static io.tributary.collector.checkpoint.SavedFiles.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.checkpoint.FileCheckpointStore.Loaded;
import io.tributary.collector.checkpoint.FileCheckpointStore.Origin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The power fails between and within all steps of several saves, and whatever was not synced may be gone. */
class PowerLossTest {

    private static final Path DIRECTORY = Path.of("/state");
    private static final int SAVES = 3;
    /** A write, two renames and a sync. */
    private static final int STEPS = 4 * SAVES;

    private int states;

    @Test
    void shouldGoOnFromTheLastCompletedSaveWhenThePowerFailsAtAnyStep() throws IOException {
        for (int step = 0; step <= STEPS; step++) {
            for (int torn = 0; torn < 200; torn += 50) {
                LossyDisk disk = new LossyDisk();
                long saved = saveUntilItFails(disk.failAt(step, torn), 0);
                verify(disk, saved, 1);
            }
        }
        assertThat(states).as("states of the disk that were looked at").isGreaterThan(5_000);
    }

    @Test
    void shouldGoOnFromTheLastCompletedSaveWhenThePowerFailsAfterSyncsHaveFailed() throws IOException {
        // Given: saves go on after an error of the disk
        LossyDisk disk = new LossyDisk();
        FileCheckpointStore store = new FileCheckpointStore(DIRECTORY, disk);
        store.save(List.of(at(10)));
        store.save(List.of(at(20)));
        for (int failing = 0; failing < 4; failing++) {
            disk.failAt(failing, 30);
            saveOnce(store, 30);
            disk.failAt(Integer.MAX_VALUE, 0);
            for (LossyDisk after : disk.afterPowerLoss()) {
                assertThat(load(after).files().get(0).offset()).isGreaterThanOrEqualTo(20);
            }
        }

        // When
        store.save(List.of(at(40)));

        // Then
        for (LossyDisk after : disk.afterPowerLoss()) {
            assertThat(load(after).files().get(0).offset()).isEqualTo(40);
        }
    }

    /** Looks at every state that the power loss may have left, and lets a second power loss follow on each. */
    private void verify(LossyDisk disk, long saved, int furtherLosses) throws IOException {
        for (LossyDisk after : disk.afterPowerLoss()) {
            states++;
            Loaded loaded = load(after);
            if (saved > 0) {
                assertThat(loaded.origin()).isNotEqualTo(Origin.SCRATCH);
                assertThat(loaded.files().get(0).offset()).isGreaterThanOrEqualTo(saved);
            }
            for (int step = 0; furtherLosses > 0 && step <= STEPS; step++) {
                LossyDisk again = after.afterPowerLoss().get(0);
                verify(again, Math.max(saved, saveUntilItFails(again.failAt(step, 50), saved)), furtherLosses - 1);
            }
        }
    }

    /** Three saves by a process that has just started; the offset of the last one that returned. */
    private static long saveUntilItFails(LossyDisk disk, long from) throws IOException {
        FileCheckpointStore store = new FileCheckpointStore(DIRECTORY, disk);
        long reached =
                store.load().files().stream().mapToLong(SavedFile::offset).max().orElse(from);
        long saved = 0;
        for (int save = 1; save <= SAVES; save++) {
            if (!saveOnce(store, reached + save)) {
                return saved;
            }
            saved = reached + save;
        }
        return saved;
    }

    private static boolean saveOnce(FileCheckpointStore store, long offset) {
        try {
            store.save(List.of(at(offset)));
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessage("no power");
            return false;
        }
    }

    private static Loaded load(LossyDisk disk) throws IOException {
        return new FileCheckpointStore(DIRECTORY, disk).load();
    }
}
