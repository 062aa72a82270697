package io.tributary.runtime.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Reads a process's configuration: a properties file, overlaid by environment variables ({@code TRIBUTARY_} and the key in upper
 * case with {@code _}), with references to secrets resolved, checked against the process's table. Never throws for a mistake in
 * it: the report names all of them at once.
 */
public final class ConfigFile {

    private final ConfigKeys keys;
    private final Map<String, String> environment;
    private final Set<String> only;

    /**
     * @param definition every known key
     * @param passThrough beginnings of keys that are passed on to clients unchecked, such as {@code kafka.}
     * @param environment variables of the process
     */
    public ConfigFile(ConfigDef definition, Set<String> passThrough, Map<String, String> environment) {
        this(new ConfigKeys(definition, Set.copyOf(passThrough)), Map.copyOf(environment), Set.of(""));
    }

    private ConfigFile(ConfigKeys keys, Map<String, String> environment, Set<String> only) {
        this.keys = keys;
        this.environment = environment;
        this.only = only;
    }

    /** The same for a command that reads another process's file: keys that begin otherwise are not looked at. */
    public ConfigFile only(String... beginnings) {
        return new ConfigFile(keys, environment, Set.of(beginnings));
    }

    /** Reads and checks the file. */
    public ConfigReport read(Path file) {
        PropertyLines lines = PropertyLines.read(file);
        return report(lines.entries(), lines.errors());
    }

    /** Checks values that come from elsewhere, such as the command line. */
    public ConfigReport of(Map<String, String> values, String origin) {
        Map<String, ConfigEntry> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> entries.put(key, new ConfigEntry(key, value, value, origin)));
        return report(entries, List.of());
    }

    private ConfigReport report(Map<String, ConfigEntry> written, List<ConfigError> readErrors) {
        Map<String, ConfigEntry> entries = new TreeMap<>(written);
        entries.keySet().removeIf(key -> only.stream().noneMatch(key::startsWith));
        environment.forEach((variable, value) -> keys.ofVariable(variable)
                .ifPresent(key -> entries.put(key, new ConfigEntry(key, value, value, "environment " + variable))));
        List<ConfigError> errors = new ArrayList<>(readErrors);
        resolve(entries, errors);
        refuseUnknown(entries, errors);
        if (readErrors.isEmpty() || !written.isEmpty()) {
            // An unreadable file is one problem, not one per missing key.
            validate(entries, errors);
        }
        return new ConfigReport(keys, entries, errors, keys.strangers(environment));
    }

    private void resolve(Map<String, ConfigEntry> entries, List<ConfigError> errors) {
        SecretReferences references = new SecretReferences(environment);
        entries.replaceAll((key, entry) -> {
            try {
                return entry.resolvedTo(references.resolve(entry.raw()));
            } catch (ConfigException e) {
                errors.add(ConfigError.of(entry, null, e.getMessage()));
                return entry;
            }
        });
    }

    private void refuseUnknown(Map<String, ConfigEntry> entries, List<ConfigError> errors) {
        for (ConfigEntry entry : entries.values()) {
            if (!keys.isKnown(entry.key())) {
                errors.add(new ConfigError(
                        entry.key(), shown(entry), "unknown key", keys.nearest(entry.key()), entry.where()));
            }
        }
    }

    private void validate(Map<String, ConfigEntry> entries, List<ConfigError> errors) {
        Map<String, String> values = new LinkedHashMap<>();
        entries.forEach((key, entry) -> values.put(key, entry.value()));
        for (ConfigValue checked : keys.definition().validate(values)) {
            ConfigEntry entry = entries.get(checked.name());
            if (!checked.errorMessages().isEmpty() && !alreadyNamed(checked.name(), errors)) {
                errors.add(
                        entry == null
                                ? missing(checked.name())
                                : ConfigError.of(entry, shown(entry), problem(checked, entry)));
            }
        }
    }

    private ConfigError missing(String key) {
        String problem = "required and not set: set it in the file or as " + ConfigKeys.variableOf(key);
        return new ConfigError(key, null, problem, Optional.empty(), "");
    }

    private String problem(ConfigValue checked, ConfigEntry entry) {
        String prefix = "Invalid value " + entry.value() + " for configuration " + entry.key() + ": ";
        String message = checked.errorMessages().get(0);
        String problem = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
        return hidden(entry) && !entry.value().isEmpty()
                ? problem.replace(entry.value(), ConfigReport.HIDDEN)
                : problem;
    }

    private boolean hidden(ConfigEntry entry) {
        return keys.isSecret(entry.key()) || entry.refersToSecret();
    }

    private String shown(ConfigEntry entry) {
        return entry.refersToSecret() ? entry.raw() : keys.isSecret(entry.key()) ? ConfigReport.HIDDEN : entry.value();
    }

    private static boolean alreadyNamed(String key, List<ConfigError> errors) {
        return errors.stream().anyMatch(error -> error.key().equals(key));
    }
}
