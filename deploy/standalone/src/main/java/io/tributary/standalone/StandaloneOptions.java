package io.tributary.standalone;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Standalone's options on the command line. */
final class StandaloneOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--logs",
            paramLabel = "DIR",
            defaultValue = "/var/log",
            description = "Folder that holds containers/ and pods/ (default: ${DEFAULT-VALUE}).")
    private Path logs;

    @Option(
            names = "--allow",
            paramLabel = "DIR",
            arity = "1..*",
            defaultValue = "/var/lib/docker/containers",
            description = "Further folders that log links may lead to (default: ${DEFAULT-VALUE}).")
    private List<Path> allowed;

    @Option(
            names = "--pods",
            paramLabel = "FILE",
            description =
                    "Pods and namespaces, as 'kubectl get pods,namespaces -A -o json' writes them; read again when it changes.")
    private Path pods;

    @Option(names = "--kubeconfig", paramLabel = "FILE", description = "Pods from the cluster of its current context.")
    private Path kubeconfig;

    @Option(
            names = "--api-server",
            paramLabel = "URL",
            description =
                    "Pods from this API server (a token: --set api.token.file=FILE). Beside --pods: only the URL that master_url shows.")
    private String apiServer;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            defaultValue = "standalone",
            description = "Name of the cluster (default: ${DEFAULT-VALUE}).")
    private String cluster;

    @Option(names = "--node", paramLabel = "NAME", description = "Name of the node (default: this machine's).")
    private String node;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where state is kept (default: a temporary folder, removed at the end).")
    private Path data;

    @Option(
            names = "--kafka-port",
            paramLabel = "N",
            description =
                    "Port of the embedded broker, so that other clients can read the topics (default: any free one, printed).")
    private Integer kafkaPort;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT,…",
            description = "An existing Kafka instead of the embedded one.")
    private String bootstrapServers;

    @Option(
            names = "--set",
            paramLabel = "key=value",
            arity = "1..*",
            description =
                    "Any key of the three parts; with collector., enricher. or watcher. in front for that one only.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /** What standalone runs on; wrong combinations are wrong usage. */
    StandaloneConfig config() {
        if (kafkaPort != null && bootstrapServers != null) {
            throw wrong("--kafka-port is for the embedded broker: leave it out, or leave out --bootstrap-servers");
        }
        if (kafkaPort != null && (kafkaPort < 0 || kafkaPort > 65_535)) {
            throw wrong("--kafka-port is " + kafkaPort + ": use 1 to 65535, or leave it out for any free one");
        }
        if (!Files.isDirectory(logs)) {
            throw wrong("--logs is " + logs + ", which is no folder: name the one that holds containers/ and pods/");
        }
        StandaloneConfig.Kafka kafka = bootstrapServers == null
                ? new StandaloneConfig.Kafka.Embedded(kafkaPort == null ? 0 : kafkaPort)
                : new StandaloneConfig.Kafka.Existing(bootstrapServers);
        return new StandaloneConfig(logs, allowed, podSource(), cluster, node, kafka, overrides);
    }

    /** Folder for state, or null for a temporary one. */
    Path data() {
        return data;
    }

    private PodSource podSource() {
        if (pods != null && kubeconfig != null) {
            throw wrong("--pods and --kubeconfig are two sources of pods: name one");
        }
        if (kubeconfig != null && apiServer != null) {
            throw wrong("--kubeconfig names its API server itself: leave out --api-server");
        }
        if (pods != null) {
            return new PodSource.FromFile(readable("--pods", pods), apiServer);
        }
        if (kubeconfig != null) {
            return new PodSource.FromKubeconfig(readable("--kubeconfig", kubeconfig));
        }
        return apiServer == null ? new PodSource.None() : new PodSource.FromApiServer(apiServer);
    }

    private Path readable(String option, Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw wrong(option + " is " + file + ", which is no readable file");
        }
        return file;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
