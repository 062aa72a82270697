package io.tributary.runtime.config;

import java.util.Objects;
import java.util.Optional;

/**
 * One thing that is wrong with a configuration.
 *
 * @param key the key as written, or a missing key's name
 * @param value the value as written, hidden if it is a secret; {@code null} if there is none
 * @param problem what is wrong and what would be right
 * @param nearest the known key that the written one may have meant
 * @param where file and line, or the environment variable; empty for a key that is missing
 */
public record ConfigError(String key, String value, String problem, Optional<String> nearest, String where) {

    /** Refuses an error without words. */
    public ConfigError {
        Objects.requireNonNull(key, "key is null");
        Objects.requireNonNull(problem, "problem is null");
        Objects.requireNonNull(nearest, "nearest is null");
        Objects.requireNonNull(where, "where is null");
    }

    static ConfigError of(ConfigEntry entry, String shownValue, String problem) {
        return new ConfigError(entry.key(), shownValue, problem, Optional.empty(), entry.where());
    }

    /** One line for people: where, key, value, problem, nearest known key. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        if (!where.isEmpty()) {
            line.append(where).append(": ");
        }
        line.append(key);
        if (value != null) {
            line.append(" = ").append(value);
        }
        line.append(": ").append(problem);
        nearest.ifPresent(known -> line.append("; did you mean '").append(known).append("'?"));
        return line.toString();
    }
}
