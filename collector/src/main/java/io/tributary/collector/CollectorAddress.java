package io.tributary.collector;

import io.tributary.runtime.config.ConfigFile;
import io.tributary.runtime.config.ConfigReport;
import io.tributary.runtime.config.ListenAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Option;

/** The options of commands that ask a running collector: its configuration, or its address. */
final class CollectorAddress {

    private static final Path INSTALLED = Path.of("/etc/tributary/collector.properties");

    private final Map<String, String> environment;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Properties file of the collector, where it says on which address it listens."
                    + " Default: /etc/tributary/collector.properties if it is there.")
    private Path config;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the collector, such as http://127.0.0.1:9471, whatever the configuration says.")
    private URI url;

    CollectorAddress(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /** Where it listens. Of the configuration nothing else is looked at, so that no secret has to be readable. */
    URI url() {
        if (url != null) {
            return url;
        }
        String listen = file().map(file ->
                        listen(reader().only(CollectorConfig.ADMIN_LISTEN).read(file)))
                .orElseGet(() -> listen(reader().of(Map.of(), "default")));
        InetSocketAddress address = ListenAddress.parse(listen);
        String host = address.getAddress() == null || address.getAddress().isAnyLocalAddress()
                ? "127.0.0.1"
                : address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
    }

    /**
     * The whole configuration, if there is one.
     *
     * @throws ConfigException if it is wrong
     */
    Optional<CollectorConfig> config() {
        return file().map(file -> new CollectorConfig(reader().read(file).values()));
    }

    private Optional<Path> file() {
        return Optional.ofNullable(config).or(() -> Optional.of(INSTALLED).filter(Files::isReadable));
    }

    private ConfigFile reader() {
        return new ConfigFile(CollectorConfig.definition(), new CollectorPart().passThrough(), environment);
    }

    private String listen(ConfigReport report) {
        report.errors().stream()
                .filter(error -> error.key().equals(String.valueOf(config))
                        || error.key().equals(CollectorConfig.ADMIN_LISTEN))
                .findFirst()
                .ifPresent(error -> {
                    throw new ConfigException(error.toString());
                });
        String listen = report.effective(CollectorConfig.ADMIN_LISTEN);
        if (listen.isBlank()) {
            throw new ConfigException(
                    CollectorConfig.ADMIN_LISTEN,
                    listen,
                    "the collector serves nothing: set it and restart the collector");
        }
        return listen;
    }
}
