package io.tributary.runtime;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** Runs one part of the system as a process: command line, configuration, signals, exit code. */
public final class Launcher {

    /** Exit code of a process whose configuration is bad, as in sysexits.h; systemd does not restart on it. */
    public static final int BAD_CONFIGURATION = 78;

    private static final Logger LOGGER = LoggerFactory.getLogger(Launcher.class);
    private static final Map<String, String> EXIT_CODES = UsageMessageSpec.keyValuesMap(
            "0:good", "1:failure", "2:wrong usage", BAD_CONFIGURATION + ":bad configuration");

    private Launcher() {}

    /**
     * Runs the part, or one of its commands, until it is done or a signal comes.
     *
     * @param part what is run when no command is named
     * @param commands picocli command objects that live with the part, such as {@code status}; where one throws a
     *     {@link ConfigException} the process ends with 78
     * @return exit code: 0 good, 1 failure, 2 wrong usage, 78 bad configuration
     */
    public static int run(Part part, List<Object> commands, String... args) {
        return run(part, commands, Terminal.ofProcess(), args);
    }

    /**
     * Runs a command line that belongs to no part, such as {@code topics}, with the same help, errors and exit codes.
     *
     * @param name the word on the command line
     * @param command picocli command object with its own sub-commands
     */
    public static int run(String name, Object command, String... args) {
        return execute(name, new CommandLine(command), Terminal.ofProcess(), args);
    }

    static int run(Part part, List<Object> commands, Terminal terminal, String... args) {
        CommandLine line = new CommandLine(new RunCommand(part, terminal));
        commands.forEach(line::addSubcommand);
        line.getCommandSpec().usageMessage().description(part.summary());
        return execute(part.name(), line, terminal, args);
    }

    private static int execute(String name, CommandLine line, Terminal terminal, String... args) {
        line.setCommandName("tributary " + name);
        line.setOut(terminal.out());
        line.setErr(terminal.err());
        line.setParameterExceptionHandler(Launcher::wrongUsage);
        line.setExecutionExceptionHandler((exception, failed, parsed) -> failure(exception, failed));
        finish(line.getCommandSpec());
        return line.execute(args);
    }

    /** Gives every command the same help, version and list of exit codes, whoever wrote it. */
    private static void finish(CommandSpec spec) {
        if (spec.findOption("--help") == null) {
            spec.mixinStandardHelpOptions(true);
        }
        spec.version("tributary " + Version.text());
        UsageMessageSpec usage = spec.usageMessage();
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(EXIT_CODES);
        usage.autoWidth(true);
        spec.subcommands().values().forEach(command -> finish(command.getCommandSpec()));
    }

    private static int wrongUsage(ParameterException exception, String... args) {
        CommandLine line = exception.getCommandLine();
        String name = line.getCommandSpec().qualifiedName();
        line.getErr().println(name + ": " + exception.getMessage());
        line.getErr().println("Try '" + name + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failure(Exception exception, CommandLine line) {
        String name = line.getCommandSpec().qualifiedName();
        String message = exception.getMessage() == null ? exception.toString() : exception.getMessage();
        message.lines().forEach(problem -> line.getErr().println(name + ": " + problem));
        if (exception instanceof ConfigException) {
            return BAD_CONFIGURATION;
        }
        LOGGER.atDebug().setCause(exception).log("Command failed");
        return CommandLine.ExitCode.SOFTWARE;
    }
}
