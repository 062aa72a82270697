package io.tributary.runtime.metrics;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One part's metrics: an instance, never the global registry, because standalone runs three parts in one JVM. */
public final class Metrics implements AutoCloseable {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Where the part registers its meters. */
    public MeterRegistry registry() {
        return registry;
    }

    /** Adds what is known of the JVM and its process; for one registry per JVM, or the figures would be there twice. */
    public Metrics withJvm() {
        new JvmMemoryMetrics().bindTo(registry);
        ManagementFactory.getGarbageCollectorMXBeans().forEach(this::collections);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return this;
    }

    /** Read when asked for: Micrometer's own meters of collections keep a thread that the JVM wakes for each, a thirtieth of a busy node's CPU. */
    private void collections(GarbageCollectorMXBean gc) {
        FunctionTimer.builder(
                        "jvm.gc.collection",
                        gc,
                        GarbageCollectorMXBean::getCollectionCount,
                        GarbageCollectorMXBean::getCollectionTime,
                        TimeUnit.MILLISECONDS)
                .description("Garbage collections and the time they took")
                .tag("gc", gc.getName())
                .register(registry);
    }

    /**
     * Adds a series that is always 1 and says something by its labels.
     *
     * @param name ends in {@code _info}, an ending that Prometheus keeps for this
     */
    public Metrics info(String name, String description, Map<String, String> labels) {
        Map<String, String> sorted = new TreeMap<>(labels);
        Info info = Info.builder()
                .name(name)
                .help(description)
                .labelNames(sorted.keySet().toArray(String[]::new))
                .register(registry.getPrometheusRegistry());
        info.setLabelValues(sorted.values().toArray(String[]::new));
        return this;
    }

    /** All meters in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        registry.close();
    }
}
