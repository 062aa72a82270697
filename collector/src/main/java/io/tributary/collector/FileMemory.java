package io.tributary.collector;

import io.tributary.collector.checkpoint.AckTracker;
import io.tributary.collector.checkpoint.SavedFile;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.Remembered;
import io.tributary.collector.tail.StartPosition;
import io.tributary.collector.tail.StartPositions;
import io.tributary.collector.tail.TailListener;
import io.tributary.schemas.GapCause;
import java.nio.file.Path;
import java.util.List;

/** Joins the reading of files with what is remembered and counted of them, which do not know each other. */
final class FileMemory implements TailListener, StartPositions {

    private final AckTracker tracker;
    private final CollectorMetrics metrics;

    FileMemory(AckTracker tracker, CollectorMetrics metrics) {
        this.tracker = tracker;
        this.metrics = metrics;
    }

    @Override
    public StartPosition of(FileId id) {
        SavedFile saved = tracker.find(id);
        return saved == null ? null : start(saved);
    }

    private static StartPosition start(SavedFile saved) {
        return new StartPosition(
                saved.file().generation(), saved.offset(), saved.before(), saved.idLength(), saved.finished());
    }

    @Override
    public int[] unfinishedFirstLines(LogSource source) {
        return tracker.unfinishedFirstLines(source.podDirectory(), source.container(), source.restart());
    }

    @Override
    public List<Remembered> unmet() {
        return tracker.unmet().stream()
                .map(saved -> new Remembered(
                        saved.file(),
                        saved.podDirectory(),
                        saved.container(),
                        saved.restart(),
                        Path.of(saved.path()),
                        start(saved)))
                .toList();
    }

    @Override
    public void met(Position beginning) {
        acknowledged(beginning.start().offset(), beginning);
    }

    @Override
    public void acknowledged(long from, Position to) {
        StartPosition start = to.start();
        LogSource source = to.source();
        tracker.acknowledged(
                from,
                new SavedFile(
                        to.file(),
                        source.podDirectory(),
                        source.container(),
                        source.restart(),
                        to.path().toString(),
                        start.offset(),
                        start.before(),
                        start.idLength(),
                        start.finished(),
                        0,
                        0));
    }

    @Override
    public void forgotten(FileKey file) {
        tracker.forgotten(file);
    }

    @Override
    public void read(LogSource source, int bytes) {
        metrics.read(bytes);
    }

    @Override
    public void linesRead(int lines) {
        metrics.linesRead(lines);
    }

    @Override
    public void lost(GapCause cause, long lowerBound) {
        metrics.lost(cause, lowerBound);
    }

    @Override
    public void pinned(long bytes) {
        metrics.pinned(bytes);
    }

    @Override
    public void problem(FileProblem problem, Path path) {
        metrics.problem(problem);
    }

    @Override
    public void progress(Backlog backlog) {
        metrics.progress(backlog);
    }
}
