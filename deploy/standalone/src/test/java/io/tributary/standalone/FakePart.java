package io.tributary.standalone;

import io.tributary.runtime.Check;
import io.tributary.runtime.Component;
import io.tributary.runtime.Part;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.schemas.TopicsConfig;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** A part that does nothing but say when it is created, started and closed. */
final class FakePart implements Part {

    private final String name;
    private final List<String> ownKeys;
    private final Set<String> passThrough;
    private final List<String> heard;
    Map<String, String> config;
    volatile boolean failed;

    FakePart(String name, List<String> heard, Set<String> passThrough, String... ownKeys) {
        this.name = name;
        this.heard = heard;
        this.passThrough = passThrough;
        this.ownKeys = List.of(ownKeys);
    }

    static Parts parts(List<String> heard) {
        return new Parts(
                new FakePart("watcher", heard, Set.of("kafka."), "pods.file", "annotations.allow"),
                new FakePart("enricher", heard, Set.of("kafka.", "streams."), "hold.max.ms", "threads"),
                new FakePart("collector", heard, Set.of("kafka."), "chunk.max.bytes", "node.name"));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String summary() {
        return "Does nothing.";
    }

    @Override
    public ConfigDef definition() {
        ConfigDef def = TopicsConfig.define(new ConfigDef());
        def.define("cluster.name", Type.STRING, "", Importance.HIGH, "Cluster.");
        ownKeys.forEach(key -> def.define(key, Type.STRING, "", Importance.LOW, "Own."));
        return def;
    }

    @Override
    public Set<String> passThrough() {
        return passThrough;
    }

    @Override
    public Component create(Map<String, String> values, Metrics metrics) {
        config = values;
        return new Component() {
            @Override
            public void start() {
                heard.add(name + " started");
            }

            @Override
            public Check check() {
                return failed ? Check.failed("it broke", "mend it") : Check.ok();
            }

            @Override
            public boolean failed() {
                return failed;
            }

            @Override
            public void close() {
                heard.add(name + " closed");
            }
        };
    }
}
