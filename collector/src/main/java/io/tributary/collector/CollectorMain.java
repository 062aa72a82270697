package io.tributary.collector;

import io.tributary.runtime.Launcher;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/** Entry point of the collector process. */
public final class CollectorMain {

    private CollectorMain() {}

    /** Runs the collector until a signal comes, or one of its commands; see {@code --help}. */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        List<Object> commands = List.of(
                new StatusCommand(environment),
                new CommandLine(new ExplainCommand()).addSubcommand(new ExplainFileCommand(environment)),
                new CheckpointCommand(environment));
        System.exit(Launcher.run(new CollectorPart(), commands, args));
    }
}
