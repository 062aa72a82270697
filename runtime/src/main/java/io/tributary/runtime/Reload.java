package io.tributary.runtime;

import io.tributary.runtime.config.ConfigReport;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.common.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What SIGHUP asks for: reads the configuration again and hands it to the part. One that is wrong changes nothing; values are never logged. */
final class Reload {

    private static final Logger LOGGER = LoggerFactory.getLogger(Reload.class);

    private final Component component;
    private final Supplier<ConfigReport> source;
    private Map<String, String> inForce;

    /**
     * @param source reads the file, secrets included, again
     * @param inForce what the component was made with
     */
    Reload(Component component, Supplier<ConfigReport> source, Map<String, String> inForce) {
        this.component = component;
        this.source = source;
        this.inForce = Map.copyOf(inForce);
    }

    /** Reads and takes over. A part that breaks over it, rather than refuses, ends the process. */
    void run() {
        try {
            takeOver(source.get().values());
        } catch (ConfigException e) {
            e.getMessage()
                    .lines()
                    .forEach(problem -> LOGGER.atError()
                            .addKeyValue("problem", problem)
                            .log("Configuration not taken over, the old one stays: correct it and send SIGHUP again"));
        }
    }

    private void takeOver(Map<String, String> values) {
        Set<String> changed = changed(values);
        Set<String> forRestart = new TreeSet<>(component.reload(values, changed));
        Set<String> taken = new TreeSet<>(changed);
        taken.removeAll(forRestart);
        Map<String, String> now = new HashMap<>(values);
        for (String key : forRestart) {
            now.remove(key);
            if (inForce.containsKey(key)) {
                now.put(key, inForce.get(key));
            }
        }
        inForce = Map.copyOf(now);
        LOGGER.atInfo()
                .addKeyValue("changed", String.join(" ", taken))
                .log("Configuration taken over, and key material read again");
        forRestart.forEach(key -> LOGGER.atWarn()
                .addKeyValue("key", key)
                .log("This key has changed and needs a restart; the old value stays until then"));
    }

    private Set<String> changed(Map<String, String> values) {
        Set<String> keys = new TreeSet<>(values.keySet());
        keys.addAll(inForce.keySet());
        keys.removeIf(key -> Objects.equals(values.get(key), inForce.get(key)));
        return keys;
    }
}
