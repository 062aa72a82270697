package io.tributary.standalone.demo;

import io.tributary.runtime.Component;
import io.tributary.runtime.Part;
import io.tributary.runtime.metrics.Metrics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** A part that runs as a process of its own instead of in this JVM. */
final class ProcessPart implements Part {

    private final Part part;
    private final String mainClass;
    private final Path directory;
    private CollectorProcess process;

    /** @param directory where the process's configuration and log are written */
    ProcessPart(Part part, String mainClass, Path directory) {
        this.part = part;
        this.mainClass = mainClass;
        this.directory = directory;
    }

    /** The process; null before it was created. */
    CollectorProcess process() {
        return process;
    }

    @Override
    public String name() {
        return part.name();
    }

    @Override
    public String summary() {
        return part.summary();
    }

    @Override
    public ConfigDef definition() {
        return part.definition();
    }

    @Override
    public Set<String> passThrough() {
        return part.passThrough();
    }

    @Override
    public Component create(Map<String, String> config, Metrics metrics) {
        Map<String, String> own = new TreeMap<>(config);
        // Its metrics are its own; two collectors of one machine would want the same port.
        own.putIfAbsent("admin.listen", "");
        process = new CollectorProcess(mainClass, directory, own);
        return process;
    }
}
