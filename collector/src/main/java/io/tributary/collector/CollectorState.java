package io.tributary.collector;

import io.tributary.collector.checkpoint.AckTracker;
import io.tributary.collector.checkpoint.CheckpointSaver;
import io.tributary.collector.checkpoint.FileCheckpointStore;
import io.tributary.collector.checkpoint.StateDirectory;
import io.tributary.runtime.Check;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a collector remembers, and where: the state directory, held while it runs, and the checkpoint in it. */
final class CollectorState implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(CollectorState.class);

    private final Path path;
    private final StateDirectory directory;
    private final AckTracker tracker;
    private final CheckpointSaver saver;

    private CollectorState(Path path, StateDirectory directory, AckTracker tracker, CheckpointSaver saver) {
        this.path = path;
        this.directory = directory;
        this.tracker = tracker;
        this.saver = saver;
    }

    /**
     * Takes the directory, reads the checkpoint and saves it from now on.
     *
     * @throws ConfigException if the directory is missing, not writable or holds a newer release's checkpoint
     * @throws StateDirectory.HeldException if another collector holds it
     */
    static CollectorState take(Path path, Duration interval, CollectorMetrics metrics) throws IOException {
        FileCheckpointStore store = new FileCheckpointStore(path);
        StateDirectory directory = null;
        boolean taken = false;
        try {
            directory = StateDirectory.take(path);
            FileCheckpointStore.Loaded loaded = store.load();
            if (loaded.origin() != FileCheckpointStore.Origin.CURRENT) {
                metrics.recovered(loaded.origin());
            }
            LOGGER.atInfo()
                    .addKeyValue("files", loaded.files().size())
                    .addKeyValue("stateDir", path)
                    .log("Checkpoint read");
            AckTracker tracker = new AckTracker(loaded.files(), System::currentTimeMillis);
            CheckpointSaver saver = new CheckpointSaver(tracker, store, interval, System::nanoTime);
            saver.start();
            taken = true;
            return new CollectorState(path, directory, tracker, saver);
        } catch (StateDirectory.HeldException e) {
            throw e; // the other one may be about to end, so this is no wrong configuration
        } catch (IOException e) {
            ConfigException refused = new ConfigException(e.getMessage());
            refused.initCause(e);
            throw refused;
        } finally {
            if (!taken && directory != null) {
                directory.close();
            }
        }
    }

    AckTracker tracker() {
        return tracker;
    }

    CheckpointSaver saver() {
        return saver;
    }

    /** What has ended the thread that saves, if it has ended by itself. */
    Optional<Throwable> ended() {
        return saver.ended();
    }

    Check check() {
        return saver.problem()
                .map(problem -> Check.failed(
                        "checkpoint not saved for " + Math.round(saver.ageSeconds()) + " s: " + problem,
                        "make room on the disk of state.dir " + path
                                + " or make it writable; shipping goes on, a restart would send these bytes again"))
                .orElseGet(Check::ok);
    }

    /** Saves for the last time and lets the directory go. */
    @Override
    public void close() {
        saver.close();
        directory.close();
    }
}
