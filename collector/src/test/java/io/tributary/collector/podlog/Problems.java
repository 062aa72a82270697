package io.tributary.collector.podlog;

import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.TailListener;
import io.tributary.schemas.GapCause;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was refused. */
final class Problems implements TailListener {

    final List<String> seen = new CopyOnWriteArrayList<>();
    private final List<Refused> refused = new CopyOnWriteArrayList<>();

    private record Refused(FileProblem problem, Path path) {}

    @Override
    public void problem(FileProblem problem, Path path) {
        seen.add(problem + " " + path);
        refused.add(new Refused(problem, path));
    }

    List<Path> paths() {
        return refused.stream().map(Refused::path).toList();
    }

    List<FileProblem> of(Path path) {
        return refused.stream()
                .filter(one -> one.path().equals(path))
                .map(Refused::problem)
                .toList();
    }

    @Override
    public void met(Position beginning) {}

    @Override
    public void pinned(long bytes) {}

    @Override
    public void acknowledged(long from, Position to) {}

    @Override
    public void forgotten(FileKey file) {}

    @Override
    public void read(LogSource source, int bytes) {}

    @Override
    public void lost(GapCause cause, long lowerBound) {}

    @Override
    public void progress(Backlog backlog) {}
}
