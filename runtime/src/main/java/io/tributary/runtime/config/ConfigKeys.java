package io.tributary.runtime.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;

/** Which keys a process knows: its table, and what it passes on to clients. */
record ConfigKeys(ConfigDef definition, Set<String> passThrough) {

    private static final String ENVIRONMENT = "TRIBUTARY_";
    private static final Pattern SECRET =
            Pattern.compile("password|secret|jaas|token|credential|\\.key$|passphrase", Pattern.CASE_INSENSITIVE);
    /** Variables that are read by the launcher script or the logging configuration. */
    private static final Set<String> NOT_KEYS =
            Set.of("TRIBUTARY_JAVA_OPTS", "TRIBUTARY_LOG_LEVEL", "TRIBUTARY_KAFKA_LOG_LEVEL");

    boolean isKnown(String key) {
        return definition.names().contains(key)
                || passThrough.stream().anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length());
    }

    /** Whether a value must never be shown; for keys of clients, whose tables are not known here, the name decides. */
    boolean isSecret(String key) {
        ConfigDef.ConfigKey known = definition.configKeys().get(key);
        return known == null ? SECRET.matcher(key).find() : known.type == ConfigDef.Type.PASSWORD;
    }

    /** The key that an environment variable sets; empty if it sets none of this process. */
    Optional<String> ofVariable(String variable) {
        for (String key : definition.names()) {
            if (variable.equals(variableOf(key))) {
                return Optional.of(key);
            }
        }
        // Kafka's own keys consist of words and dots only, so that the way back is unambiguous there.
        return passThrough.stream()
                .filter(prefix -> variable.startsWith(variableOf(prefix))
                        && variable.length() > variableOf(prefix).length())
                .findFirst()
                .map(prefix -> variable.substring(ENVIRONMENT.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'));
    }

    /** Variables that look like ours but set nothing here. */
    List<String> strangers(Map<String, String> environment) {
        return environment.keySet().stream()
                .filter(variable -> variable.startsWith(ENVIRONMENT) && !NOT_KEYS.contains(variable))
                .filter(variable -> ofVariable(variable).isEmpty())
                .sorted()
                .toList();
    }

    /** The known key that is most like a written one, if any is like it at all. */
    Optional<String> nearest(String written) {
        List<String> candidates = new ArrayList<>(definition.names());
        int dot = written.indexOf('.');
        if (dot > 0) {
            passThrough.forEach(prefix -> candidates.add(prefix + written.substring(dot + 1)));
        }
        String best = null;
        int bestDistance = Math.max(2, written.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = candidate.endsWith("." + written) ? 1 : distance(written, candidate);
            if (distance > 0 && distance < bestDistance) {
                bestDistance = distance;
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    static String variableOf(String key) {
        return ENVIRONMENT + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    /** Levenshtein's edit distance. */
    private static int distance(String left, String right) {
        int[] row = new int[right.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[right.length()];
    }
}
