package io.tributary.collector;

import io.tributary.runtime.Component;
import io.tributary.runtime.Part;
import io.tributary.runtime.metrics.Metrics;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** The collector as the launcher sees it. */
public final class CollectorPart implements Part {

    @Override
    public String name() {
        return "collector";
    }

    @Override
    public String summary() {
        return "Follows the container logs of this node and publishes them in chunks to Kafka; one per node.";
    }

    @Override
    public ConfigDef definition() {
        return CollectorConfig.definition();
    }

    @Override
    public Set<String> passThrough() {
        return Set.of(CollectorConfig.KAFKA_PREFIX);
    }

    @Override
    public Component create(Map<String, String> config, Metrics metrics) {
        return new Collector(new CollectorConfig(config), metrics);
    }
}
