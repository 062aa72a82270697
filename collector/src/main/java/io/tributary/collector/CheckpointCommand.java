package io.tributary.collector;

import io.tributary.collector.checkpoint.FileCheckpointStore;
import io.tributary.collector.checkpoint.SavedFile;
import io.tributary.runtime.config.ConfigFile;
import io.tributary.runtime.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code checkpoint show}: what is saved, for people. It only reads, so the collector may be running. */
@Command(name = "checkpoint", description = "Looks at the saved checkpoint.")
final class CheckpointCommand implements Runnable {

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    /** @param environment variables of the process, which overlay the configuration */
    CheckpointCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: checkpoint show --config FILE");
    }

    @Command(
            name = "show",
            description = "Prints one line per file: acknowledged bytes, state, generation, file id, path."
                    + " Bytes below that position are safely in Kafka.")
    int show(
            @Option(
                            names = "--config",
                            paramLabel = "FILE",
                            required = true,
                            description = "Properties file of the collector.")
                    Path config)
            throws IOException {
        Map<String, String> values = new ConfigFile(
                        CollectorConfig.definition(), new CollectorPart().passThrough(), environment)
                .read(config)
                .values();
        Path directory = new CollectorConfig(values).stateDir();
        FileCheckpointStore.Loaded loaded = load(directory);
        PrintWriter out = spec.commandLine().getOut();
        print(out, loaded.files());
        out.printf(
                "%d files, %s%n",
                loaded.files().size(),
                switch (loaded.origin()) {
                    case CURRENT -> "from " + directory.resolve("checkpoint");
                    case PREVIOUS ->
                        "from " + directory.resolve("checkpoint.previous") + ": the last one is not usable";
                    case SCRATCH -> "no usable checkpoint in " + directory;
                });
        out.flush();
        return loaded.origin() == FileCheckpointStore.Origin.SCRATCH ? 1 : 0;
    }

    private static FileCheckpointStore.Loaded load(Path directory) throws IOException {
        try {
            return new FileCheckpointStore(directory).load();
        } catch (IOException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    private static void print(PrintWriter out, List<SavedFile> files) {
        out.printf("%15s  %-8s %3s  %-32s  %s%n", "ACKNOWLEDGED", "STATE", "GEN", "FILE ID", "PATH");
        files.stream()
                .sorted(Comparator.comparing(SavedFile::path)
                        .thenComparing(file -> file.file().toString()))
                .forEach(file -> out.printf(
                        "%15d  %-8s %3d  %-32s  %s%n",
                        file.offset(),
                        file.gone() > 0 ? "gone" : file.finished() ? "finished" : "open",
                        file.file().generation(),
                        file.file().id(),
                        Printable.of(file.path())));
    }
}
