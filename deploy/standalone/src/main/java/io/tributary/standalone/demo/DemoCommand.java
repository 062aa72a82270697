package io.tributary.standalone.demo;

import io.tributary.standalone.Parts;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary demo} on the command line. */
@Command(
        description =
                "Writes logs of made-up pods, runs everything on them in one JVM, and shows what became of every line."
                        + " No cluster needed. Ends with 0 only if no line was lost and none came twice.")
public final class DemoCommand implements Callable<Integer> {

    private final Parts parts;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Write for so long, wait for the last lines and end; 0: until Ctrl-C (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--kill-every",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description =
                    "Run the collector as a process of its own and kill it with SIGKILL so often (default: never).")
    private int killEvery;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Lines per second of all pods together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Port of the embedded broker, so that other clients can read the topics (default: any free one, printed).")
    private int kafkaPort;

    /** @param parts what is run */
    public DemoCommand(Parts parts) {
        this.parts = parts;
    }

    @Override
    public Integer call() throws Exception {
        return new Demo(
                        options(),
                        parts,
                        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8))
                .run();
    }

    private DemoOptions options() {
        try {
            return new DemoOptions(seconds, killEvery, rate, kafkaPort);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
