package io.tributary.runtime;

import io.tributary.runtime.config.ConfigFile;
import io.tributary.runtime.config.ConfigReport;
import io.tributary.runtime.config.ListenAddress;
import io.tributary.runtime.metrics.Metrics;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a process does when no command is named: run, or look at its configuration. */
@Command(sortOptions = false)
final class RunCommand implements Callable<Integer> {

    private final Part part;
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file. Every key can also be set by an environment variable:"
                    + " TRIBUTARY_ and the key in upper case with _ for . and -.")
    private Path config;

    @Option(names = "--check", description = "Check the configuration, name every problem, and end with 0 or 78.")
    private boolean check;

    @Option(
            names = "--print-config",
            description = "Print the configuration in force: key, value, where it comes from; secrets hidden.")
    private boolean print;

    RunCommand(Part part, Terminal terminal) {
        this.part = part;
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws Exception {
        if (config == null) {
            throw new ParameterException(spec.commandLine(), "no configuration: name a file with --config FILE");
        }
        ConfigFile file = new ConfigFile(part.definition(), part.passThrough(), terminal.environment());
        ConfigReport report = file.read(config);
        if (print) {
            terminal.out().print(report.table());
            terminal.out().flush();
        }
        report.ignoredVariables()
                .forEach(variable ->
                        terminal.err().println("ignored: environment " + variable + " sets no key of " + part.name()));
        report.values();
        if (check) {
            tryOut(report);
            terminal.out().println(config + ": good");
        }
        return check || print
                ? ExitCode.OK
                : new PartProcess(part, terminal.environment()).run(report, () -> file.read(config));
    }

    /** Values that are good each by itself may still not go together; the part says so when it is built. */
    private void tryOut(ConfigReport report) throws ConfigException {
        String listen = report.effective(ListenAddress.ADMIN_LISTEN);
        if (!listen.isBlank()) {
            ListenAddress.parse(listen);
        }
        try (Metrics metrics = new Metrics();
                Component component = part.create(report.values(), metrics)) {
            component.failed();
        }
    }
}
