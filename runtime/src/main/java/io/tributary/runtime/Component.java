package io.tributary.runtime;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A part that runs until it is closed.
 * Constructing one does no I/O; a wrong broker address makes {@link #check} fail, not the process.
 */
public interface Component extends AutoCloseable {

    /**
     * Starts the part's threads and returns; called once.
     *
     * @throws Exception if the part can never run as configured; the message says what to change
     */
    void start() throws Exception;

    /** Whether the part does its work now; never throws and returns within a second. */
    Check check();

    /**
     * Whether the part has ended by itself with no hope of going on, so that the process should exit with 1.
     * False while it waits for something outside.
     */
    default boolean failed() {
        return false;
    }

    /**
     * How often the part's own loop has come round; stands still only while the loop hangs, and not while it waits for something outside.
     * Empty for a part that has none. Never waits.
     */
    default OptionalLong rounds() {
        return OptionalLong.empty();
    }

    /** One line of figures for {@code systemctl status}; empty if the part has none. Never waits. */
    default String headline() {
        return "";
    }

    /** What the part does now, for {@code /status}: text, numbers, booleans, and lists and maps of these. Returns within two seconds. */
    default Map<String, Object> status() {
        return Map.of();
    }

    /**
     * Takes a configuration over without stopping, as far as that is possible, and reads key material again.
     *
     * @param values all of it, as {@link Part#create} takes it
     * @param changed keys whose value is not the one the part runs with; may be empty
     * @return those of the changed keys that need a restart
     * @throws org.apache.kafka.common.config.ConfigException if a value is not allowed; then nothing has changed
     */
    default Set<String> reload(Map<String, String> values, Set<String> changed) {
        return changed;
    }

    /** Stops, finishing what is under way within the part's own time limit; may be called more than once. */
    @Override
    void close();
}
