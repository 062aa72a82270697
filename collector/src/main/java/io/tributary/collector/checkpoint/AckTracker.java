package io.tributary.collector.checkpoint;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How far every file is acknowledged without a hole. Acknowledgements may come in any order; what comes before its turn waits.
 * Safe for use by several threads.
 *
 * <p>It stays small: a file that is gone is forgotten an hour later, and one that was saved by an earlier run and not met again
 * after seven days. Files on the disk are kept, rotated and finished ones too.
 */
public final class AckTracker {

    /** A directory read may miss a name for a moment, so a file gone is kept for so long. */
    static final long GONE_KEPT_MS = TimeUnit.HOURS.toMillis(1);
    /** A disk may be unmounted for a while. */
    static final long UNMET_KEPT_MS = TimeUnit.DAYS.toMillis(7);
    /** More is never needed in order; dropping one costs reading it again. */
    private static final int WAITING_MAX = 1_024;

    private final Map<FileId, Tracked> files = new HashMap<>();
    private final LongSupplier clockMillis;
    private long version;
    private long resumed;

    /** @param saved what an earlier run left */
    public AckTracker(List<SavedFile> saved, LongSupplier clockMillis) {
        this.clockMillis = clockMillis;
        saved.forEach(file -> files.put(file.file().id(), new Tracked(file, false)));
    }

    /**
     * Notes that a range is safely in Kafka.
     *
     * @param from where the range starts; -1 for the first of a file's generation, wherever that starts
     * @param to the file's state behind it; its times are not looked at
     */
    public synchronized void acknowledged(long from, SavedFile to) {
        Tracked tracked = files.get(to.file().id());
        if (tracked == null || to.file().generation() > tracked.state.file().generation()) {
            tracked = begin(from, to, tracked);
        }
        if (tracked != null && tracked.take(from, to, clockMillis.getAsLong())) {
            version++;
        }
    }

    /** Notes that the file is no longer on the disk. */
    public synchronized void forgotten(FileKey file) {
        Tracked tracked = files.get(file.id());
        if (tracked != null && tracked.state.file().equals(file)) {
            tracked.state = tracked.state.goneAt(clockMillis.getAsLong());
            version++;
        }
    }

    /** The state up to which nothing is missing, or {@code null} when the file is not known; a file asked for counts as met. */
    public synchronized SavedFile find(FileId id) {
        Tracked tracked = files.get(id);
        if (tracked == null || tracked.onlyWaiting()) {
            return null;
        }
        if (!tracked.met) {
            resumed++;
        }
        if (!tracked.met || tracked.state.gone() > 0) {
            tracked.meet(clockMillis.getAsLong());
            version++;
        }
        return tracked.state;
    }

    /** Files that an earlier run saved, that are not said to be gone, and that nobody asked for since. */
    public synchronized List<SavedFile> unmet() {
        return files.values().stream()
                .filter(tracked -> !tracked.met && tracked.state.gone() == 0)
                .map(tracked -> tracked.state)
                .toList();
    }

    /** How many files were asked for that an earlier run had saved. */
    public synchronized long resumed() {
        return resumed;
    }

    /** Lengths of unfinished first lines that ids of this container instance were taken from. */
    public synchronized int[] unfinishedFirstLines(String podDirectory, String container, int restart) {
        return files.values().stream()
                .map(tracked -> tracked.state)
                .filter(state -> state.idLength() >= 0
                        && state.restart() == restart
                        && state.podDirectory().equals(podDirectory)
                        && state.container().equals(container))
                .mapToInt(SavedFile::idLength)
                .distinct()
                .toArray();
    }

    /** Rises with every change that is worth saving. */
    public synchronized long version() {
        return version;
    }

    /** What is to be saved now; what has had its time is dropped. */
    public synchronized List<SavedFile> snapshot() {
        long now = clockMillis.getAsLong();
        List<SavedFile> snapshot = new ArrayList<>(files.size());
        for (Iterator<Tracked> all = files.values().iterator(); all.hasNext(); ) {
            Tracked tracked = all.next();
            if (tracked.expired(now)) {
                all.remove();
            } else if (!tracked.onlyWaiting()) {
                snapshot.add(tracked.met && tracked.state.gone() == 0 ? tracked.state.seenAt(now) : tracked.state);
            }
        }
        return snapshot;
    }

    /** A file's first acknowledgement, of its beginning or of a later piece that waits for it. */
    private Tracked begin(long from, SavedFile to, Tracked before) {
        if (before != null && from >= 0) {
            return null; // the start of the new generation is not acknowledged; until then the old one is what is safe
        }
        Tracked begun = new Tracked(to, true);
        begun.reached = from < 0 ? to.offset() : 0;
        begun.started = from < 0;
        files.put(to.file().id(), begun);
        return begun;
    }

    private static final class Tracked {

        private SavedFile state;
        private boolean met;
        private boolean started;
        private long reached;
        private final TreeMap<Long, SavedFile> waiting = new TreeMap<>();

        Tracked(SavedFile state, boolean met) {
            this.state = state;
            this.met = met;
            this.reached = state.offset();
            this.started = !met;
        }

        boolean onlyWaiting() {
            return !started;
        }

        void meet(long now) {
            met = true;
            state = state.seenAt(now);
        }

        boolean expired(long now) {
            return state.gone() > 0 ? now - state.gone() > GONE_KEPT_MS : !met && now - state.seen() > UNMET_KEPT_MS;
        }

        boolean take(long from, SavedFile to, long now) {
            if (to.file().generation() != state.file().generation() || to.offset() < reached) {
                return false;
            }
            if (from > reached) {
                if (waiting.size() < WAITING_MAX) {
                    waiting.merge(from, to, (one, other) -> one.offset() > other.offset() ? one : other);
                }
                return false;
            }
            advance(to);
            while (!waiting.isEmpty() && waiting.firstKey() <= reached) {
                SavedFile next = waiting.pollFirstEntry().getValue();
                if (next.offset() >= reached) {
                    advance(next);
                }
            }
            meet(now);
            return true;
        }

        private void advance(SavedFile to) {
            state = to;
            reached = to.offset();
            started = true;
        }
    }
}
