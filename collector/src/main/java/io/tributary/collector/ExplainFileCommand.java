package io.tributary.collector;

import static io.tributary.collector.RunningCollector.text;

import io.tributary.collector.checkpoint.SavedFile;
import io.tributary.runtime.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain file FILE}. */
@Command(
        name = "file",
        sortOptions = false,
        description = "Prints id, offset, checkpoint, what is pending and why: asks the running collector,"
                + " or reads the checkpoint and the file itself if none answers.")
final class ExplainFileCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private final CollectorAddress address;

    @Parameters(paramLabel = "FILE", description = "The log file, its name under pods/, or its link in containers/.")
    private Path file;

    ExplainFileCommand(Map<String, String> environment) {
        this.address = new CollectorAddress(environment);
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<CollectorConfig> config = address.config();
        boolean readable =
                config.filter(values -> Files.isReadable(values.stateDir())).isPresent();
        Optional<SavedFiles> saved = readable ? Optional.of(new SavedFiles(config.get())) : Optional.empty();
        List<Map<String, Object>> rows = matching(rows(out, saved));
        rows.forEach(row -> Explanation.print(out, row, checkpoint(saved, text(row, "id"))));
        if (rows.isEmpty()) {
            missing(out, config, saved);
        }
        out.flush();
        return rows.isEmpty() ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private static String checkpoint(Optional<SavedFiles> saved, String id) {
        if (saved.isEmpty()) {
            return "not looked at: name the configuration with --config, as a user who may read its state.dir";
        }
        SavedFile state = saved.get().saved(id);
        return state == null
                ? "does not know it: a restart would send it from its first byte"
                : "byte " + state.offset() + " is saved" + (state.finished() ? ", finished" : "");
    }

    private List<Map<String, Object>> rows(PrintWriter out, Optional<SavedFiles> saved) throws IOException {
        try {
            return RunningCollector.at(address.url()).files();
        } catch (RunningCollector.NoAnswerException e) {
            if (saved.isEmpty()) {
                throw e;
            }
            out.println(e.getMessage());
            out.println("From the checkpoint and the file itself:");
            return saved.get().onDisk();
        }
    }

    /** Where it lies, or else all files, rotated ones too, of the log or link that bears this name. */
    private List<Map<String, Object>> matching(List<Map<String, Object>> rows) {
        Set<String> names = names();
        List<Map<String, Object>> same =
                rows.stream().filter(row -> names.contains(text(row, "path"))).toList();
        return same.isEmpty()
                ? rows.stream()
                        .filter(row -> names.contains(text(row, "log")) || names.contains(text(row, "link")))
                        .toList()
                : same;
    }

    private Set<String> names() {
        Path given = file.toAbsolutePath().normalize();
        try {
            return new HashSet<>(List.of(given.toString(), given.toRealPath().toString()));
        } catch (IOException e) {
            return Set.of(given.toString()); // it is not there now; perhaps it was
        }
    }

    private void missing(PrintWriter out, Optional<CollectorConfig> config, Optional<SavedFiles> saved) {
        Path given = file.toAbsolutePath().normalize();
        out.println(Printable.of(given.toString()) + " is not followed.");
        List<SavedFile> known = saved.map(files -> files.lastSeenAt(given)).orElse(List.of());
        known.forEach(state -> out.printf(
                "The checkpoint knows a file of that name: id %s, acknowledged up to byte %d%s.%n",
                state.file().id(), state.offset(), state.gone() > 0 ? ", no longer on the disk" : ""));
        config.filter(values -> isExcluded(values, given))
                .ifPresent(values -> out.println(
                        "The configuration excludes it: see namespaces, pods, containers .include and .exclude."));
        config.ifPresent(values -> out.printf(
                "Followed are files named <n>.log below %s/pods/<namespace>_<pod>_<id>/<container>.%n",
                Printable.of(values.logsRoot().toString())));
    }

    private static boolean isExcluded(CollectorConfig config, Path log) {
        Path pods = config.logsRoot().resolve("pods");
        return log.startsWith(pods)
                && log.getNameCount() > pods.getNameCount() + 2
                && !config.selection()
                        .takes(
                                log.getName(pods.getNameCount()).toString(),
                                log.getName(pods.getNameCount() + 1).toString());
    }
}
