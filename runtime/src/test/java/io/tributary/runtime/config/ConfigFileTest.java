package io.tributary.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define("topics.raw", Type.STRING, "raw", Importance.LOW, "")
            .define("topics.dead-letter", Type.STRING, "dead", Importance.LOW, "")
            .define("node.name", Type.STRING, "n", new ConfigDef.NonEmptyString(), Importance.LOW, "")
            .define("kafka.bootstrap.servers", Type.LIST, List.of("localhost:9092"), Importance.HIGH, "")
            .define("pin", Type.PASSWORD, null, Importance.LOW, "");

    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();

    @Test
    void shouldReadKeysAndPassThroughWhenFileIsGood() throws IOException {
        // When
        ConfigReport report =
                read("# comment\\", "topics.raw = a ", "", "kafka.client.id: b\\", "  c", "node.name=Zoë");

        // Then
        assertThat(report.values())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("topics.raw", "a", "kafka.client.id", "bc", "node.name", "Zoë"));
        assertThat(report.effective("topics.dead-letter")).isEqualTo("dead");
        assertThat(report.effective("kafka.bootstrap.servers")).isEqualTo("localhost:9092");
    }

    @Test
    void shouldLetEnvironmentWinWhenBothSetAKey() throws IOException {
        // Given
        environment.put("TRIBUTARY_TOPICS_DEAD_LETTER", "from-environment");
        environment.put("TRIBUTARY_KAFKA_BOOTSTRAP_SERVERS", "k:9092");
        environment.put("TRIBUTARY_KAFKA_SASL_JAAS_CONFIG", "x");
        environment.put("TRIBUTARY_JAVA_OPTS", "-Xmx1g");
        environment.put("TRIBUTARY_NODE_NAMES", "y");

        // When
        ConfigReport report = read("topics.dead-letter=from-file", "kafka.bootstrap.servers=f:1");

        // Then
        assertThat(report.values())
                .containsOnly(
                        Map.entry("topics.dead-letter", "from-environment"),
                        Map.entry("kafka.bootstrap.servers", "k:9092"),
                        Map.entry("kafka.sasl.jaas.config", "x"));
        assertThat(report.ignoredVariables()).containsExactly("TRIBUTARY_NODE_NAMES");
    }

    @Test
    void shouldNameNearestKeyWhenKeyIsUnknown() throws IOException {
        // When
        ConfigReport report = read("topic.raw=a", "bootstrap.servers=b", "kafak.linger.ms=5", "kafka.=x", "zzzzzz=1");

        // Then
        assertThat(report.errors())
                .extracting(ConfigError::key, error -> error.nearest().orElse("none"))
                .containsExactlyInAnyOrder(
                        tuple("topic.raw", "topics.raw"),
                        tuple("bootstrap.servers", "kafka.bootstrap.servers"),
                        tuple("kafak.linger.ms", "kafka.linger.ms"),
                        tuple("kafka.", "none"),
                        tuple("zzzzzz", "none"));
        assertThatThrownBy(report::values)
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("topic.raw")
                .hasMessageContaining("zzzzzz");
    }

    @Test
    void shouldResolveReferencesWithoutShowingThemWhenTheyLeadToSecrets() throws IOException {
        // Given
        Path secrets = Files.write(directory.resolve("secrets.properties"), List.of("pin=1234"));
        Files.writeString(directory.resolve("token"), "5678");
        environment.put("NAME", "nine");
        String pin = "${file:" + secrets + ":pin}";

        // When
        ConfigReport report = read(
                "pin=" + pin, "kafka.sasl.jaas.config=a=\"${dir:" + directory + ":token}\"", "node.name=${env:NAME}");

        // Then
        assertThat(report.values())
                .containsEntry("pin", "1234")
                .containsEntry("kafka.sasl.jaas.config", "a=\"5678\"")
                .containsEntry("node.name", "nine");
        assertThat(report.table()).contains(pin, "${env:NAME}").doesNotContain("1234", "5678", "nine");
    }

    @Test
    void shouldNameReferenceWhenItLeadsNowhere() throws IOException {
        // When
        ConfigReport report = read(
                "pin=${file:/nowhere:pin}",
                "node.name=${env:UNSET}",
                "topics.raw=${vault:x:y}",
                "kafka.a=${dir:" + directory + ":none}",
                "kafka.b=${file:k}");

        // Then
        assertThat(report.errors())
                .extracting(ConfigError::key, ConfigError::problem)
                .containsExactlyInAnyOrder(
                        tuple(
                                "pin",
                                "${file:/nowhere:pin} leads nowhere: '/nowhere' is missing or this user may not read it"),
                        tuple("node.name", "${env:UNSET} leads nowhere: 'UNSET' is not there"),
                        tuple(
                                "topics.raw",
                                "${vault:x:y} names no provider: use ${file:PATH:KEY}, ${dir:PATH:FILE} or ${env:NAME}"),
                        tuple("kafka.a", "${dir:" + directory + ":none} leads nowhere: 'none' is not there"),
                        tuple("kafka.b", "${file:k} names no path: use ${file:PATH:NAME}"));
    }

    @Test
    void shouldNameBothLinesWhenAKeyIsSetTwice() throws IOException {
        // When
        ConfigReport report = read("topics.raw=a", "node.name=n", "topics.raw=b");

        // Then
        assertThat(report.errors()).singleElement().satisfies(error -> {
            assertThat(error.where()).endsWith("c.properties:3");
            assertThat(error.problem()).contains("c.properties:1");
        });
    }

    @Test
    void shouldNameLineWhenEscapeIsMalformed() throws IOException {
        // When
        ConfigReport report = read("topics.raw=a", "node.name=\\u12");

        // Then
        assertThat(report.errors())
                .singleElement()
                .extracting(ConfigError::where)
                .asString()
                .endsWith(":2");
    }

    @Test
    void shouldBeOneProblemWhenFileIsNotText() throws IOException {
        // Given
        Path file = Files.write(directory.resolve("c.properties"), new byte[] {'a', '=', (byte) 0xFF});

        // When
        ConfigReport report = new ConfigFile(DEFINITION, Set.of(), environment).read(file);

        // Then
        assertThat(report.errors()).singleElement().hasToString(file + ": the file is not in UTF-8");
    }

    @Test
    void shouldHideValueInProblemWhenKeyIsSecretByReference() throws IOException {
        // Given
        environment.put("PORT", "hunter2");
        ConfigDef definition = new ConfigDef(DEFINITION).define("count", Type.INT, 1, Importance.LOW, "");
        Path file = Files.write(directory.resolve("c.properties"), List.of("count=${env:PORT}"));

        // When
        ConfigReport report = new ConfigFile(definition, Set.of(), environment).read(file);

        // Then
        assertThat(report.errors())
                .singleElement()
                .asString()
                .contains("${env:PORT}")
                .doesNotContain("hunter2");
    }

    @Test
    void shouldCheckAlikeWhenValuesComeFromTheCommandLine() {
        // When
        ConfigReport report = new ConfigFile(DEFINITION, Set.of("kafka."), environment)
                .of(Map.of("topics.rw", "a", "kafka.x", "b"), "--set");

        // Then
        assertThat(report.errors())
                .singleElement()
                .hasToString("--set: topics.rw = a: unknown key; did you mean 'topics.raw'?");
    }

    @Test
    void shouldOverlookOtherKeysWhenOnlySomeAreAskedFor() throws IOException {
        // Given
        Path file = Files.write(
                directory.resolve("c.properties"), List.of("threads=many", "topics.rawe=a", "topics.dead-letter=d"));

        // When
        ConfigReport report = new ConfigFile(DEFINITION, Set.of("kafka."), environment)
                .only("topics.", "kafka.")
                .read(file);

        // Then
        assertThat(report.errors()).extracting(ConfigError::key).containsExactly("topics.rawe");
    }

    private ConfigReport read(String... lines) throws IOException {
        Path file = directory.resolve("c.properties");
        Files.write(file, List.of(lines), StandardCharsets.UTF_8);
        return new ConfigFile(DEFINITION, Set.of("kafka."), environment).read(file);
    }
}
