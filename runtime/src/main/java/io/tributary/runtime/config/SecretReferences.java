package io.tributary.runtime.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigTransformer;
import org.apache.kafka.common.config.provider.ConfigProvider;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/** Resolves {@code ${file:PATH:KEY}}, {@code ${dir:PATH:FILE}} and {@code ${env:NAME}} with Kafka's own config providers. */
final class SecretReferences {

    private final Map<String, ConfigProvider> providers = new LinkedHashMap<>();
    private final ConfigTransformer transformer;

    SecretReferences(Map<String, String> environment) {
        providers.put("file", new FileConfigProvider());
        providers.put("dir", new DirectoryConfigProvider());
        providers.put("env", new EnvVarConfigProvider(environment));
        providers.values().forEach(provider -> provider.configure(Map.of()));
        transformer = new ConfigTransformer(providers);
    }

    /**
     * The value with every reference replaced.
     *
     * @throws ConfigException naming the reference that leads nowhere
     */
    String resolve(String raw) {
        Matcher references = ConfigTransformer.DEFAULT_PATTERN.matcher(raw);
        while (references.find()) {
            check(references);
        }
        return transformer.transform(Map.of("value", raw)).data().get("value");
    }

    private void check(Matcher reference) {
        String name = reference.group(1);
        if (!providers.containsKey(name)) {
            throw new ConfigException(
                    reference.group() + " names no provider: use ${file:PATH:KEY}, ${dir:PATH:FILE} or ${env:NAME}");
        }
        String path = reference.group(3) == null ? "" : reference.group(3);
        String key = reference.group(4);
        if (path.isEmpty() && !name.equals("env")) {
            throw new ConfigException(reference.group() + " names no path: use ${" + name + ":PATH:NAME}");
        }
        boolean found;
        try {
            found = providers.get(name).get(path, Set.of(key)).data().containsKey(key);
        } catch (ConfigException e) {
            throw new ConfigException(
                    reference.group() + " leads nowhere: '" + path + "' is missing or this user may not read it");
        }
        if (!found) {
            throw new ConfigException(reference.group() + " leads nowhere: '" + key + "' is not there");
        }
    }
}
