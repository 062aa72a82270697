package io.tributary.enricher;

import io.tributary.runtime.Component;
import io.tributary.runtime.Part;
import io.tributary.runtime.metrics.Metrics;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** The enricher as the launcher sees it. */
public final class EnricherPart implements Part {

    @Override
    public String name() {
        return "enricher";
    }

    @Override
    public String summary() {
        return "Joins raw chunks with pod metadata and leaves one JSON record per log event; as many instances as wanted.";
    }

    @Override
    public ConfigDef definition() {
        return EnricherConfig.definition();
    }

    @Override
    public Set<String> passThrough() {
        return Set.of(EnricherConfig.KAFKA_PREFIX, EnricherConfig.STREAMS_PREFIX);
    }

    @Override
    public Component create(Map<String, String> config, Metrics metrics) {
        return new Enricher(new EnricherConfig(config), metrics);
    }
}
