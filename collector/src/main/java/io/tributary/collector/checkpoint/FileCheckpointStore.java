package io.tributary.collector.checkpoint;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps checkpoints in two files of the state directory: {@code checkpoint} and the one saved before it, {@code checkpoint.previous}.
 * At any moment of a save, and after any loss of what was not yet on the medium, at least one of them is whole.
 */
public final class FileCheckpointStore {

    private static final Logger LOGGER = LoggerFactory.getLogger(FileCheckpointStore.class);

    private final Disk disk;
    private final Path directory;
    private final Path current;
    private final Path previous;
    private final Path temporary;
    private boolean currentIsWhole;

    /** @param directory the state directory */
    public FileCheckpointStore(Path directory) {
        this(directory, Disk.node());
    }

    FileCheckpointStore(Path directory, Disk disk) {
        this.disk = disk;
        this.directory = directory;
        this.current = directory.resolve("checkpoint");
        this.previous = directory.resolve("checkpoint.previous");
        this.temporary = directory.resolve("checkpoint.tmp");
    }

    /** Where what was loaded came from. */
    public enum Origin {
        /** The last checkpoint saved. */
        CURRENT,
        /** The one before it: the last is torn or missing, so some bytes are sent twice and dropped by the centre. */
        PREVIOUS,
        /** None could be read: every file is sent from the oldest bytes on the disk. */
        SCRATCH
    }

    /**
     * What a start goes on from.
     *
     * @param files empty for a start from scratch
     */
    public record Loaded(List<SavedFile> files, Origin origin) {}

    /**
     * The newest checkpoint that is whole; never fails over a torn one, and never skips a byte because of one.
     *
     * @throws IOException if a newer release wrote it; reading it as something else could skip bytes
     */
    public Loaded load() throws IOException {
        Attempt last = attempt(current);
        currentIsWhole = last.files != null;
        if (currentIsWhole) {
            return new Loaded(last.files, Origin.CURRENT);
        }
        Attempt before = attempt(previous);
        if (before.files != null) {
            LOGGER.atWarn()
                    .addKeyValue("path", current)
                    .addKeyValue("problem", last.problem)
                    .log(
                            "Checkpoint is not usable: going on from the one before it; the centre drops what it has seen");
            return new Loaded(before.files, Origin.PREVIOUS);
        }
        if (last.missing && before.missing) {
            LOGGER.atWarn()
                    .addKeyValue("path", current)
                    .log("No checkpoint: first start here, sending every file from its oldest bytes");
        } else {
            LOGGER.atError()
                    .addKeyValue("path", current)
                    .addKeyValue("problem", last.problem)
                    .addKeyValue("previous", before.problem)
                    .log(
                            "No checkpoint is usable: sending every file from its oldest bytes; the centre drops what it has seen");
        }
        return new Loaded(List.of(), Origin.SCRATCH);
    }

    /**
     * Replaces the checkpoint; when it returns, the new one survives a power loss.
     *
     * @throws IOException if the disk refuses; what was saved before is still there
     */
    public void save(List<SavedFile> files) throws IOException {
        disk.write(temporary, CheckpointText.write(files));
        if (currentIsWhole) {
            currentIsWhole = false; // a torn one must not take the place of the good one before it
            disk.rename(current, previous);
        }
        disk.rename(temporary, current);
        disk.sync(directory);
        currentIsWhole = true;
    }

    private Attempt attempt(Path path) throws IOException {
        try {
            return new Attempt(CheckpointText.read(disk.read(path)), null, false);
        } catch (NoSuchFileException e) {
            return new Attempt(null, "it does not exist", true);
        } catch (CheckpointText.TornException e) {
            return new Attempt(null, e.getMessage(), false);
        } catch (CheckpointText.NewerException e) {
            throw new IOException(
                    "checkpoint " + path + " was written by a newer release: " + e.getMessage()
                            + "; go back to that release, or remove the file to send everything on the disk again",
                    e);
        } catch (IOException e) {
            return new Attempt(null, e.toString(), false);
        }
    }

    private record Attempt(List<SavedFile> files, String problem, boolean missing) {}
}
