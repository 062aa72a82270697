package io.tributary.runtime;

import io.tributary.runtime.config.ListenAddress;
import io.tributary.runtime.metrics.Metrics;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** A part whose answers the test sets. */
final class FakePart implements Part, Component {

    final CountDownLatch started = new CountDownLatch(1);
    volatile Check check = Check.ok();
    volatile boolean failed;
    volatile boolean closed;
    volatile Exception refusal;
    volatile Map<String, String> config;
    volatile Map<String, Object> status = Map.of();
    volatile OptionalLong rounds = OptionalLong.empty();
    volatile Set<String> changed;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String summary() {
        return "Does nothing, reliably.";
    }

    @Override
    public ConfigDef definition() {
        return ListenAddress.define(
                new ConfigDef()
                        .define("cluster.name", ConfigDef.Type.STRING, ConfigDef.Importance.HIGH, "The cluster.")
                        .define(
                                "threads",
                                ConfigDef.Type.INT,
                                2,
                                ConfigDef.Range.between(1, 9),
                                ConfigDef.Importance.LOW,
                                "Workers.")
                        .define("api.pass", ConfigDef.Type.PASSWORD, null, ConfigDef.Importance.LOW, "A secret."),
                "");
    }

    @Override
    public Set<String> passThrough() {
        return Set.of("kafka.");
    }

    @Override
    public Component create(Map<String, String> values, Metrics metrics) {
        if ("forbidden".equals(values.get("cluster.name"))) {
            throw new ConfigException("cluster.name", "forbidden", "it does not go together with the rest");
        }
        config = values;
        metrics.registry().counter("tributary_fake_lines_total").increment();
        return this;
    }

    @Override
    public void start() throws Exception {
        if (refusal != null) {
            throw refusal;
        }
        started.countDown();
    }

    @Override
    public Check check() {
        return check;
    }

    @Override
    public boolean failed() {
        return failed;
    }

    @Override
    public OptionalLong rounds() {
        return rounds;
    }

    @Override
    public String headline() {
        return "7 files";
    }

    @Override
    public Map<String, Object> status() {
        return status;
    }

    /** All but the cluster's name can be taken over. */
    @Override
    public Set<String> reload(Map<String, String> values, Set<String> changedKeys) {
        if ("forbidden".equals(values.get("cluster.name"))) {
            throw new ConfigException("cluster.name", "forbidden", "it does not go together with the rest");
        }
        config = values;
        changed = changedKeys;
        return changedKeys.contains("cluster.name") ? Set.of("cluster.name") : Set.of();
    }

    @Override
    public void close() {
        closed = true;
    }
}
