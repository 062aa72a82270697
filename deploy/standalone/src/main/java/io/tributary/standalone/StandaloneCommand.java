package io.tributary.standalone;

import io.tributary.runtime.StopSignal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs standalone from the command line until a signal comes, a part fails, or nothing moves any more. */
@Command(
        description =
                "Everything in one JVM on a folder of container logs: embedded broker, watcher, collector, enricher.")
final class StandaloneCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofMillis(200);

    private final Parts parts;
    private final LongSupplier nanoTime;

    @Spec
    private CommandSpec spec;

    @Mixin
    private StandaloneOptions options;

    @Option(names = "--print", description = "Print each enriched event, one line of JSON, on standard output.")
    private boolean print;

    @Option(
            names = "--until-idle",
            paramLabel = "SECONDS",
            description = "End with 0 when nothing new has come out for so long and nothing is pending.")
    private Integer untilIdle;

    StandaloneCommand(Parts parts, LongSupplier nanoTime) {
        this.parts = parts;
        this.nanoTime = nanoTime;
    }

    @Override
    public Integer call() throws Exception {
        if (untilIdle != null && (untilIdle < 1 || untilIdle > 86_400)) {
            throw new ParameterException(
                    spec.commandLine(), "--until-idle is " + untilIdle + ": use 1 to 86400 seconds");
        }
        StandaloneConfig config = options.config();
        try (StopSignal stop = new StopSignal();
                WorkDirectory data = options.data() == null
                        ? WorkDirectory.temporary("tributary-standalone-")
                        : WorkDirectory.kept(options.data());
                Standalone standalone = standalone(config, data)) {
            standalone.start();
            return run(standalone, stop);
        }
    }

    private Standalone standalone(StandaloneConfig config, WorkDirectory data) {
        try {
            return new Standalone(parts, config, data.path(), this::say);
        } catch (ConfigException e) {
            data.close();
            throw new ParameterException(spec.commandLine(), "--set: " + e.getMessage(), e);
        }
    }

    private int run(Standalone standalone, StopSignal stop) throws InterruptedException {
        OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16);
        EnrichedPrinter printer =
                print ? new EnrichedPrinter(standalone.bootstrapServers(), standalone.outputTopic(), out) : null;
        try (printer;
                Admin admin = Admin.create(Map.of("bootstrap.servers", standalone.bootstrapServers()))) {
            if (printer != null) {
                printer.start();
            }
            return await(standalone, stop, new StandaloneProgress(standalone, admin, parts, printer));
        }
    }

    private int await(Standalone standalone, StopSignal stop, StandaloneProgress progress) throws InterruptedException {
        IdleWatch idle = untilIdle == null ? null : new IdleWatch(Duration.ofSeconds(untilIdle));
        while (!stop.await(LOOK)) {
            Optional<String> trouble = standalone.trouble().or(progress::printingTrouble);
            if (trouble.isPresent()) {
                say(trouble.get());
                return 1;
            }
            if (idle != null && idle.idle(progress.now(), nanoTime.getAsLong())) {
                say("nothing new for " + untilIdle + " s and nothing pending: done");
                return 0;
            }
        }
        return 0;
    }

    private void say(String sentence) {
        new PrintStream(System.err, true, StandardCharsets.UTF_8).println("standalone: " + sentence);
    }
}
