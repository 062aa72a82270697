package io.tributary.runtime.config;

/**
 * One key that was set.
 *
 * @param raw the value as written, with references to secrets unresolved
 * @param value the value with references resolved
 * @param where file and line, or the environment variable
 */
record ConfigEntry(String key, String raw, String value, String where) {

    ConfigEntry resolvedTo(String resolved) {
        return new ConfigEntry(key, raw, resolved, where);
    }

    boolean refersToSecret() {
        return !raw.equals(value);
    }
}
