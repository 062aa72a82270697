package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commented examples of {@code deploy/conf}: every key, with its true default, and nothing else. */
class ExampleConfigTest {

    private static final Pattern COMMENTED_KEY = Pattern.compile("#([a-z.-]+) =(.*)");
    private static final Map<String, String> REQUIRED =
            Map.of("cluster.name", "my-cluster", "kafka.bootstrap.servers", "kafka-1:9092,kafka-2:9092");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"collector", "watcher", "enricher"})
    void shouldShowEveryKeyWithItsDefault(String part) throws Exception {
        // Given
        Path empty = Files.createFile(directory.resolve("empty.properties"));

        // When
        String table = LauncherScript.run(Map.of(), part, List.of("--config", empty.toString(), "--print-config"))
                .output();

        // Then
        Map<String, String> defaults = new TreeMap<>();
        table.lines().map(row -> row.split(" +")).forEach(row -> defaults.put(row[0], row.length > 2 ? row[1] : ""));
        Map<String, String> shown = commented(part);
        assertThat(new TreeSet<>(shown.keySet())).containsAll(defaults.keySet());
        shown.keySet().removeIf(key -> key.startsWith("kafka.") && !defaults.containsKey(key));
        defaults.putAll(REQUIRED);
        // An empty example says in its comment what is taken instead, such as the name of the host.
        defaults.keySet().removeIf(key -> shown.getOrDefault(key, "?").isEmpty());
        shown.values().removeIf(String::isEmpty);
        assertThat(shown).isEqualTo(new TreeMap<>(defaults));
    }

    @ParameterizedTest
    @ValueSource(strings = {"collector", "watcher", "enricher"})
    void shouldBeGoodWhenEveryKeyIsUncommented(String part) throws Exception {
        // Given
        Path secret = Files.writeString(directory.resolve("secrets.properties"), "truststore.password=x\n");
        String example = commented(part).entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + " = " + entry.getValue())
                .collect(Collectors.joining("\n"))
                .replace("/etc/tributary/secrets.properties", secret.toString());
        Path file = Files.writeString(directory.resolve("example.properties"), example);

        // When
        LauncherScript.Ended ended =
                LauncherScript.run(Map.of(), part, List.of("--config", file.toString(), "--check"));

        // Then
        assertThat(ended).isEqualTo(new LauncherScript.Ended(0, file + ": good\n", ""));
    }

    private static Map<String, String> commented(String part) throws Exception {
        String lines = Files.readString(LauncherScript.DEPLOY.resolve("conf/" + part + ".properties"))
                .lines()
                .map(COMMENTED_KEY::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1) + "=" + line.group(2))
                .collect(Collectors.joining("\n"));
        Properties properties = new Properties();
        properties.load(new StringReader(lines));
        Map<String, String> keys = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(key -> keys.put(key, properties.getProperty(key).strip()));
        return keys;
    }
}
