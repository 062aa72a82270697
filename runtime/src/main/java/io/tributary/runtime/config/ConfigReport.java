package io.tributary.runtime.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** A configuration as it was read: values, problems, and a table for people in which no secret is shown. */
public final class ConfigReport {

    static final String HIDDEN = "[hidden]";

    private final ConfigKeys keys;
    private final Map<String, ConfigEntry> entries;
    private final List<ConfigError> errors;
    private final List<String> ignoredVariables;

    ConfigReport(
            ConfigKeys keys,
            Map<String, ConfigEntry> entries,
            List<ConfigError> errors,
            List<String> ignoredVariables) {
        this.keys = keys;
        this.entries = entries;
        this.errors = List.copyOf(errors);
        this.ignoredVariables = List.copyOf(ignoredVariables);
    }

    /** Every problem; empty if the configuration is good. */
    public List<ConfigError> errors() {
        return errors;
    }

    /** Environment variables that begin like ours but set no key of this process; they may belong to another one. */
    public List<String> ignoredVariables() {
        return ignoredVariables;
    }

    /**
     * The keys that were set, with secrets resolved; without defaults.
     *
     * @throws InvalidConfigException if there is any problem, naming all
     */
    public Map<String, String> values() {
        if (!errors.isEmpty()) {
            throw new InvalidConfigException(errors);
        }
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach((key, entry) -> values.put(key, entry.value()));
        return values;
    }

    /** The value in force of one key of the table, default included; empty text if it has none. */
    public String effective(String key) {
        ConfigEntry entry = entries.get(key);
        return entry != null ? entry.value() : defaultOf(key);
    }

    /** The effective configuration, one line per key: key, value, where it comes from. */
    public String table() {
        List<String[]> rows = new ArrayList<>();
        Map<String, ConfigEntry> all = new TreeMap<>(entries);
        keys.definition().names().forEach(key -> all.putIfAbsent(key, null));
        all.forEach((key, entry) -> rows.add(entry == null ? defaultRow(key) : row(entry)));
        int keyWidth = width(rows, 0);
        int valueWidth = Math.min(60, width(rows, 1));
        StringBuilder table = new StringBuilder();
        for (String[] row : rows) {
            table.append(pad(row[0], keyWidth))
                    .append("  ")
                    .append(pad(row[1], valueWidth))
                    .append("  ")
                    .append(row[2])
                    .append('\n');
        }
        return table.toString();
    }

    private String[] row(ConfigEntry entry) {
        String shown = entry.refersToSecret() ? entry.raw() : keys.isSecret(entry.key()) ? HIDDEN : entry.value();
        return new String[] {entry.key(), shown, entry.where()};
    }

    private String[] defaultRow(String key) {
        return new String[] {key, keys.isSecret(key) ? "" : defaultOf(key), "default"};
    }

    private String defaultOf(String key) {
        ConfigDef.ConfigKey known = keys.definition().configKeys().get(key);
        if (known == null || !known.hasDefault() || known.defaultValue == null) {
            return "";
        }
        return ConfigDef.convertToString(known.defaultValue, known.type);
    }

    private static int width(List<String[]> rows, int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }

    private static String pad(String text, int width) {
        return text.length() >= width ? text : text + " ".repeat(width - text.length());
    }
}
