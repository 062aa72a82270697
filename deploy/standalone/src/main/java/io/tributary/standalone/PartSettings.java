package io.tributary.standalone;

import io.tributary.runtime.Part;
import io.tributary.schemas.TopicsConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Makes the three parts' configurations out of standalone's: said once, so that they agree. */
final class PartSettings {

    /** One broker, a handful of pods. */
    private static final int PARTITIONS = 6;

    private final Parts parts;
    private final StandaloneConfig config;

    PartSettings(Parts parts, StandaloneConfig config) {
        this.parts = parts;
        this.config = config;
    }

    /**
     * A part's values by key.
     *
     * @param data folder for the state of all parts
     */
    Map<String, String> of(Part part, Path data, String bootstrapServers) {
        Map<String, String> values = new TreeMap<>();
        values.put("cluster.name", config.cluster());
        values.put("kafka.bootstrap.servers", bootstrapServers);
        if (config.kafka() instanceof StandaloneConfig.Kafka.Embedded) {
            values.put(TopicsConfig.RAW_PARTITIONS, Integer.toString(PARTITIONS));
            values.put(TopicsConfig.REPLICATION, "1");
        }
        if (part == parts.collector()) {
            collector(values, data);
        } else if (part == parts.enricher()) {
            values.put("state.dir", data.resolve("enricher").toString());
        } else {
            config.pods().watcherKeys().ifPresent(values::putAll);
            if (config.kafka() instanceof StandaloneConfig.Kafka.Embedded) {
                // Its data folder is locked, so a heartbeat found there can only be its own from before a crash.
                values.put("instance.id", "standalone");
            }
        }
        overridesOf(part).forEach(values::put);
        return values;
    }

    /**
     * Refuses overrides that no part knows.
     *
     * @throws ConfigException naming the key and the nearest known one
     */
    void check() {
        config.overrides().keySet().forEach(key -> {
            Optional<Part> named = named(key);
            if (named.isPresent()) {
                String own = key.substring(named.get().name().length() + 1);
                if (!knows(named.get(), own)) {
                    throw unknown(key, named.get().name() + '.', List.of(named.get()), own);
                }
            } else if (parts.all().stream().noneMatch(part -> knows(part, key))) {
                throw unknown(key, "", parts.all(), key);
            }
        });
    }

    private void collector(Map<String, String> values, Path data) {
        values.put("logs.root", config.logs().toAbsolutePath().normalize().toString());
        values.put(
                "logs.allowed.roots",
                config.allowed().stream().map(Path::toString).collect(Collectors.joining(",")));
        // An ordinary user runs this, on files that anybody may have written.
        values.put("links.check.owner", "false");
        values.put("state.dir", data.resolve("collector").toString());
        if (config.node() != null) {
            values.put("node.name", config.node());
        }
    }

    private Map<String, String> overridesOf(Part part) {
        Map<String, String> own = new HashMap<>();
        config.overrides().forEach((key, value) -> {
            if (named(key).isEmpty() && knows(part, key)) {
                own.put(key, value);
            }
        });
        // What is said for one part counts more than what is said for all.
        config.overrides().forEach((key, value) -> {
            if (named(key).filter(named -> named == part).isPresent()) {
                own.put(key.substring(part.name().length() + 1), value);
            }
        });
        return own;
    }

    private Optional<Part> named(String key) {
        return parts.all().stream()
                .filter(part -> key.startsWith(part.name() + '.'))
                .findFirst();
    }

    private static boolean knows(Part part, String key) {
        return part.definition().names().contains(key)
                || part.passThrough().stream().anyMatch(prefix -> key.startsWith(prefix) && !key.equals(prefix));
    }

    private static ConfigException unknown(String key, String prefix, List<Part> among, String written) {
        List<String> known = new ArrayList<>();
        among.forEach(part -> known.addAll(part.definition().names()));
        return new ConfigException(
                "no part knows the key '" + key + "': did you mean '" + prefix + NearestWord.of(written, known) + "'?");
    }
}
