package io.tributary.collector;

import io.tributary.collector.checkpoint.FileCheckpointStore;
import io.tributary.collector.checkpoint.SavedFile;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.podlog.AllowedRoots;
import io.tributary.collector.podlog.PodLogFinder;
import io.tributary.collector.podlog.PodLogOpener;
import io.tributary.collector.tail.FileIdentifier;
import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.FoundFile;
import io.tributary.collector.tail.StartPosition;
import io.tributary.collector.tail.StartPositions;
import io.tributary.collector.tail.TailListener;
import io.tributary.schemas.GapCause;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is known of files without a running collector: the saved checkpoint, and the files themselves. Only reads. */
final class SavedFiles implements StartPositions {

    private final CollectorConfig config;
    private final List<SavedFile> files;

    /** @throws IOException if a newer release wrote the checkpoint */
    SavedFiles(CollectorConfig config) throws IOException {
        this.config = config;
        this.files = new FileCheckpointStore(config.stateDir()).load().files();
    }

    /** The saved state of a content, or {@code null}. */
    SavedFile saved(String id) {
        return files.stream()
                .filter(file -> file.file().id().toString().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** The saved states of what was last seen under a name. */
    List<SavedFile> lastSeenAt(Path path) {
        return files.stream()
                .filter(file -> file.path().equals(path.toString()))
                .toList();
    }

    /** Rows as {@link CollectorStatus} has them, of all files that lie on the disk now. */
    List<Map<String, Object>> onDisk() {
        AllowedRoots roots = new AllowedRoots(config.logsRoot(), config.allowedRoots());
        PodLogFinder finder = new PodLogFinder(config.logsRoot(), roots, new Unheard());
        FileIdentifier identifier =
                new FileIdentifier(config.cluster(), this, new PodLogOpener(roots, config.linksCheckOwner()));
        List<Map<String, Object>> rows = new ArrayList<>();
        for (FoundFile found : finder.findAll().files()) {
            rows.add(row(found, identifier));
        }
        finder.refused().forEach((path, problem) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("path", path.toString());
            row.put("state", "refused");
            row.put("reason", problem.label());
            rows.add(row);
        });
        return rows;
    }

    private Map<String, Object> row(FoundFile found, FileIdentifier identifier) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("path", found.path().toString());
        row.put("log", found.source().podLogPath());
        row.put("link", found.source().linkPath());
        try {
            FileIdentifier.Content content = identifier.identify(found);
            SavedFile saved = content.id() == null ? null : saved(content.id().toString());
            long offset = saved == null ? 0 : saved.offset();
            row.put("id", content.id() == null ? null : content.id().toString());
            row.put("generation", saved == null ? 0 : saved.file().generation());
            row.put("offset", offset);
            row.put("acknowledged", offset);
            row.put("size", content.size());
            row.put("backlog", Math.max(0, content.size() - offset));
            row.put("state", "waiting");
            row.put("reason", content.id() == null ? "first-line" : "no-collector");
        } catch (IOException e) {
            row.put("state", "refused");
            row.put("reason", e.toString());
        }
        return row;
    }

    @Override
    public StartPosition of(FileId id) {
        SavedFile saved = saved(id.toString());
        return saved == null
                ? null
                : new StartPosition(
                        saved.file().generation(), saved.offset(), saved.before(), saved.idLength(), saved.finished());
    }

    @Override
    public int[] unfinishedFirstLines(LogSource source) {
        return files.stream()
                .filter(file -> file.idLength() >= 0
                        && file.restart() == source.restart()
                        && file.podDirectory().equals(source.podDirectory())
                        && file.container().equals(source.container()))
                .mapToInt(SavedFile::idLength)
                .toArray();
    }

    /** A command counts nothing. */
    private static final class Unheard implements TailListener {
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
        public void problem(FileProblem problem, Path path) {}

        @Override
        public void progress(Backlog backlog) {}
    }
}
