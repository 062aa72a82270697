package io.tributary.enricher.watch;

import io.tributary.runtime.Component;
import io.tributary.runtime.Part;
import io.tributary.runtime.metrics.Metrics;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** The watcher as the launcher sees it. */
public final class WatcherPart implements Part {

    @Override
    public String name() {
        return "watcher";
    }

    @Override
    public String summary() {
        return "Keeps what Kubernetes knows of every pod in the metadata topic; one per cluster.";
    }

    @Override
    public ConfigDef definition() {
        return WatcherConfig.definition();
    }

    @Override
    public Set<String> passThrough() {
        return Set.of(WatcherConfig.KAFKA_PREFIX);
    }

    @Override
    public Component create(Map<String, String> config, Metrics metrics) {
        return new Watcher(new WatcherConfig(config), metrics);
    }
}
