package io.tributary.runtime.config;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;

/** Writes a process's table of keys as documentation, so that a test can hold {@code docs/configuration.md} against it. */
public final class ConfigReference {

    private ConfigReference() {}

    /** A Markdown table, one row per key in alphabetical order: key, type, default, allowed values, what it is for. */
    public static String markdown(ConfigDef definition) {
        StringBuilder table =
                new StringBuilder("| Key | Type | Default | Allowed | What |\n| --- | --- | --- | --- | --- |\n");
        Map<String, ConfigDef.ConfigKey> keys = new TreeMap<>(definition.configKeys());
        for (ConfigDef.ConfigKey key : keys.values()) {
            if (!key.internalConfig) {
                table.append("| `")
                        .append(key.name)
                        .append("` | ")
                        .append(key.type.name().toLowerCase(Locale.ROOT))
                        .append(" | ")
                        .append(defaultOf(key))
                        .append(" | ")
                        .append(key.validator == null ? "" : cell(key.validator.toString()))
                        .append(" | ")
                        .append(cell(key.documentation))
                        .append(" |\n");
            }
        }
        return table.toString();
    }

    private static String defaultOf(ConfigDef.ConfigKey key) {
        if (!key.hasDefault()) {
            return "*required*";
        }
        String text = key.defaultValue == null ? "" : ConfigDef.convertToString(key.defaultValue, key.type);
        return text.isEmpty() ? "*none*" : "`" + cell(text) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ").strip();
    }
}
