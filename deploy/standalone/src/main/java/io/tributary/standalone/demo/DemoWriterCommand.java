package io.tributary.standalone.demo;

import io.tributary.runtime.StopSignal;
import io.tributary.runtime.config.ListenAddress;
import io.tributary.standalone.load.LoadSettings;
import io.tributary.standalone.load.LoadWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tributary demo-writer}: the demo's pods without anything that carries their logs. */
@Command(
        description =
                "Only writes the demo's log files and serves its stub of the Kubernetes API, until a signal comes.")
public final class DemoWriterCommand implements Callable<Integer> {

    private static final Duration LOOK = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            required = true,
            description = "Folder that gets containers/ and pods/, as /var/log has them.")
    private Path logs;

    @Option(
            names = "--api-listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:8001",
            description = "Where the stub API listens (default: ${DEFAULT-VALUE}).")
    private String apiListen;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Lines per second of all pods together (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Override
    public Integer call() throws Exception {
        LoadSettings settings = settings();
        try (StopSignal stop = new StopSignal();
                StubApi api = StubApi.start(address())) {
            DemoCluster.namespaces().forEach(api::put);
            DemoCluster.pods().forEach(pod -> api.put(pod.json()));
            LoadWriter writer =
                    new LoadWriter(settings, DemoLogs.open(Files.createDirectories(logs)), Clock.systemUTC());
            try (writer) {
                writer.start();
                spec.commandLine().getErr().println("demo-writer: writing to " + logs + ", API on " + api.url());
                while (!stop.await(LOOK)) {
                    if (writer.failure().isPresent()) {
                        throw writer.failure().get();
                    }
                }
            }
            return 0;
        }
    }

    private LoadSettings settings() {
        try {
            return LoadSettings.atRate(rate);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private InetSocketAddress address() {
        try {
            return ListenAddress.parse(apiListen);
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), "--api-listen: " + e.getMessage(), e);
        }
    }
}
