package io.tributary.collector;

import io.tributary.collector.podlog.PodSelection;
import io.tributary.collector.podlog.PodSelection.NamePatterns;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The keys that say whose logs are read: {@code namespaces.include} and five more of that form. */
final class SelectionConfig {

    private static final String NAMESPACES = "namespaces";
    private static final String PODS = "pods";
    private static final String CONTAINERS = "containers";
    private static final List<String> KINDS = List.of(NAMESPACES, PODS, CONTAINERS);
    private static final String INCLUDE = ".include";
    private static final String EXCLUDE = ".exclude";
    private static final int MAX_LENGTH = 253;

    private SelectionConfig() {}

    static Set<String> keys() {
        Set<String> keys = new TreeSet<>();
        KINDS.forEach(kind -> keys.addAll(List.of(kind + INCLUDE, kind + EXCLUDE)));
        return keys;
    }

    static ConfigDef define(ConfigDef def) {
        for (String kind : KINDS) {
            String one = kind.substring(0, kind.length() - 1).toLowerCase(Locale.ROOT);
            def.define(
                    kind + INCLUDE,
                    Type.LIST,
                    List.of(),
                    ConfigDef.LambdaValidator.with(SelectionConfig::check, () -> "names with * and ?"),
                    Importance.MEDIUM,
                    "Only logs of these " + kind + " are read; * stands for any text, ? for one character. Every " + one
                            + " if empty. Taken over at SIGHUP.");
            def.define(
                    kind + EXCLUDE,
                    Type.LIST,
                    List.of(),
                    ConfigDef.LambdaValidator.with(SelectionConfig::check, () -> "names with * and ?"),
                    Importance.MEDIUM,
                    "Logs of these " + kind
                            + " are not read, also where " + kind + INCLUDE
                            + " names them. A file that is left is gone on with where it was when it is wanted again. Taken over at SIGHUP.");
        }
        return def;
    }

    /** What the configuration selects. */
    static PodSelection of(AbstractConfig config) {
        return new PodSelection(patterns(config, NAMESPACES), patterns(config, PODS), patterns(config, CONTAINERS));
    }

    private static NamePatterns patterns(AbstractConfig config, String kind) {
        return new NamePatterns(config.getList(kind + INCLUDE), config.getList(kind + EXCLUDE));
    }

    /** A pattern that no name can fit is a mistake, which would else be found when logs are missing. */
    private static void check(String key, Object value) {
        if (value instanceof List<?> patterns) {
            for (Object pattern : patterns) {
                if (!pattern.toString().matches("[a-z0-9.*?-]{1," + MAX_LENGTH + "}")) {
                    throw new ConfigException(
                            key,
                            pattern,
                            "use the small letters, digits, dots and dashes of Kubernetes' names, and * and ?");
                }
            }
        }
    }
}
