package io.tributary.schemas;

import io.tributary.runtime.config.ConfigFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates the topics that all processes need, or says where existing ones do not fit. */
@Command(
        name = "topics",
        description = "Create or verify the Kafka topics that all processes need.",
        subcommandsRepeatable = false)
public final class TopicsCommand {

    private static final String CLUSTER = "cluster.name";
    private static final String KAFKA = "kafka.";

    @Spec
    private CommandSpec spec;

    /** What both commands are told. */
    private static final class Target {

        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "Properties file of any of the processes, or one of its own: kafka.* (for the brokers),"
                        + " topics.* and cluster.name are read; other keys are overlooked.")
        private Path config;

        @Option(
                names = "--cluster",
                paramLabel = "NAME",
                description =
                        "Cluster whose output topic is needed; may be repeated. Default: cluster.name of the file.")
        private List<String> clusters = List.of();

        private Map<String, String> values() {
            return new ConfigFile(definition(), Set.of(KAFKA), System.getenv())
                    .only(KAFKA, "topics.", CLUSTER)
                    .read(config)
                    .values();
        }

        private List<TopicSpec> specs(AbstractConfig settings) {
            List<String> named = clusters.isEmpty() ? settings.getList(CLUSTER) : clusters;
            if (named.isEmpty()) {
                throw new ConfigException(
                        "no cluster is named: set cluster.name, or use --cluster, for its output topic");
            }
            try {
                return TopicsConfig.topics(settings).specs(named);
            } catch (IllegalArgumentException e) {
                throw new ConfigException(e.getMessage());
            }
        }
    }

    private static ConfigDef definition() {
        return TopicsConfig.define(new ConfigDef()
                .define(CLUSTER, Type.LIST, List.of(), Importance.HIGH, "Clusters whose output topics are needed.")
                .define(
                        KAFKA + "bootstrap.servers",
                        Type.LIST,
                        Importance.HIGH,
                        "Brokers to begin with, HOST:PORT, separated by commas."));
    }

    @Command(name = "create", description = "Create what is missing, then verify; an existing topic is never changed.")
    int create(@Mixin Target target) throws InterruptedException {
        AbstractConfig settings = new AbstractConfig(definition(), target.values(), false);
        List<TopicSpec> specs = target.specs(settings);
        try (Admin admin = Admin.create(settings.originalsWithPrefix(KAFKA))) {
            TopicSetup setup = new TopicSetup(admin);
            for (String topic : setup.create(specs)) {
                out().println("created " + topic);
            }
            out().println("all " + specs.size() + " topics are as they should be");
            return 0;
        } catch (TopicMismatchException e) {
            return refuse(e.differences());
        }
    }

    @Command(name = "verify", description = "Name every difference between the topics and what they should be.")
    int verify(@Mixin Target target) throws InterruptedException {
        AbstractConfig settings = new AbstractConfig(definition(), target.values(), false);
        List<TopicSpec> specs = target.specs(settings);
        try (Admin admin = Admin.create(settings.originalsWithPrefix(KAFKA))) {
            List<String> differences = new TopicSetup(admin).verify(specs);
            if (!differences.isEmpty()) {
                return refuse(differences);
            }
            out().println("all " + specs.size() + " topics are as they should be");
            return 0;
        }
    }

    private int refuse(List<String> differences) {
        differences.forEach(
                difference -> spec.commandLine().getErr().println(spec.qualifiedName() + ": " + difference));
        return 1;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
