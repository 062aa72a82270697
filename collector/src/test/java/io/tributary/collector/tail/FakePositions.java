package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.LogSource;
import io.tributary.schemas.GapCause;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the checkpoint side does, in a map: advances on contiguous acknowledgements, answers where to go on. */
final class FakePositions implements StartPositions, TailListener {

    final Map<FileId, Position> positions = new HashMap<>();
    final List<FileKey> forgotten = new ArrayList<>();
    final List<FileProblem> problems = new ArrayList<>();
    final Map<GapCause, Long> lost = new HashMap<>();
    private final Set<FileId> met = new HashSet<>();
    Backlog backlog;
    long readBytes;
    long pinned;

    @Override
    public StartPosition of(FileId id) {
        met.add(id);
        Position position = positions.get(id);
        return position == null ? null : position.start();
    }

    /** What is known now is what the next run of the collector finds in its checkpoint. */
    void restart() {
        met.clear();
    }

    @Override
    public List<Remembered> unmet() {
        return positions.values().stream()
                .filter(position -> !met.contains(position.file().id()))
                .map(position -> new Remembered(
                        position.file(),
                        position.source().podDirectory(),
                        position.source().container(),
                        position.source().restart(),
                        position.path(),
                        position.start()))
                .toList();
    }

    @Override
    public int[] unfinishedFirstLines(LogSource source) {
        return positions.values().stream()
                .filter(p -> p.source().podDirectory().equals(source.podDirectory())
                        && p.source().container().equals(source.container())
                        && p.source().restart() == source.restart())
                .mapToInt(p -> p.start().idLength())
                .filter(length -> length >= 0)
                .toArray();
    }

    @Override
    public void met(Position beginning) {
        positions.put(beginning.file().id(), beginning);
    }

    @Override
    public void acknowledged(long from, Position to) {
        Position known = positions.get(to.file().id());
        long expected = known == null ? 0 : known.start().offset();
        if (from == expected || from < 0) {
            positions.put(to.file().id(), to);
        }
    }

    @Override
    public void forgotten(FileKey file) {
        forgotten.add(file);
        positions.remove(file.id());
    }

    @Override
    public void read(LogSource source, int bytes) {
        readBytes += bytes;
    }

    @Override
    public void lost(GapCause cause, long lowerBound) {
        lost.merge(cause, lowerBound, Long::sum);
    }

    @Override
    public void problem(FileProblem problem, Path path) {
        problems.add(problem);
    }

    @Override
    public void progress(Backlog now) {
        backlog = now;
    }

    @Override
    public void pinned(long bytes) {
        pinned = bytes;
    }
}
