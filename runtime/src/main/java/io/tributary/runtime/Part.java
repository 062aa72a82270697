package io.tributary.runtime;

import io.tributary.runtime.metrics.Metrics;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/** What {@link Launcher} must know of a process in order to configure, check, start and stop it. */
public interface Part {

    /** The word on the command line, such as {@code collector}. */
    String name();

    /** One sentence for {@code --help}. */
    String summary();

    /** Every key with type, default, range and documentation. */
    ConfigDef definition();

    /** Beginnings of keys that are passed on to clients unchecked, such as {@code kafka.}. */
    Set<String> passThrough();

    /**
     * Builds the part without any I/O.
     *
     * @param config values by key, already overlaid and with secrets resolved
     * @throws org.apache.kafka.common.config.ConfigException if a value is not allowed, naming key, value and what is
     */
    Component create(Map<String, String> config, Metrics metrics);
}
