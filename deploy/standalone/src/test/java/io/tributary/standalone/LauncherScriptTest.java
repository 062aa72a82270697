package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs {@code deploy/bin/tributary} in made-up distributions and checkouts, with a made-up Java that prints its arguments. */
class LauncherScriptTest {

    private static final Path SCRIPT = Path.of("..", "bin", "tributary").toAbsolutePath();

    @TempDir
    Path directory;

    private Path tools;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** How a run ended; both outputs together, as a terminal shows them. */
    private record Ended(int code, String output) {}

    @BeforeEach
    void linkTools() throws IOException {
        // A PATH of its own, so that neither this machine's Java nor its Maven is found by chance.
        tools = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("sed", "head", "readlink", "dirname", "find", "mkdir", "tee", "awk", "cat")) {
            for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
                Path found = Path.of(folder, tool);
                if (Files.isExecutable(found) && Files.notExists(tools.resolve(tool))) {
                    tool(tool, "exec " + found + " \"$@\"");
                }
            }
        }
        environment.put("PATH", tools.toString());
    }

    @Test
    void shouldStartTheMainClassWhenDistributionIsComplete() throws Exception {
        // Given
        Path script = distribution("schemas", "runtime", "collector");
        java("17.0.15");
        environment.put("TRIBUTARY_JAVA_OPTS", "-Xmx96m -Dx=y");

        // When
        Ended ended = run(script, "collector", "--config", "a file");

        // Then
        assertThat(ended.code()).isEqualTo(7);
        assertThat(ended.output().lines())
                .containsSubsequence(
                        "-XX:+UseSerialGC", "-Xmx48m", "-XX:+ExitOnOutOfMemoryError", "-Xmx96m", "-Dx=y", "-cp")
                .endsWith("io.tributary.collector.CollectorMain", "--config", "a file");
    }

    @Test
    void shouldFindItsDistributionWhenCalledThroughLinks() throws Exception {
        // Given
        Path script = distribution("enricher");
        java("25");
        Path link = Files.createSymbolicLink(directory.resolve("first"), Path.of("home/bin/tributary"));
        Path second = Files.createSymbolicLink(directory.resolve("second"), link);

        // When
        Ended ended = run(second, "watcher");

        // Then
        assertThat(ended.output())
                .contains(script.getParent().getParent().toRealPath() + "/lib/*")
                .endsWith("io.tributary.enricher.watch.WatcherMain\n");
    }

    @Test
    void shouldLeaveTheCollectorOfGarbageToTheUserWhenOneIsNamed() throws Exception {
        // Given
        Path script = distribution("enricher");
        java("17");
        environment.put("JAVA_OPTS", "-XX:+UseZGC");

        // When
        Ended ended = run(script, "enricher");

        // Then
        assertThat(ended.output()).contains("-XX:+UseZGC").doesNotContain("UseSerialGC");
    }

    @Test
    void shouldSaySoInOneLineWhenThereIsNoJava() throws Exception {
        // When
        Ended ended = run(distribution("collector"), "collector");

        // Then
        assertThat(ended).isEqualTo(new Ended(1, "tributary: no Java: install Java 17 or newer, or set JAVA_HOME\n"));
    }

    @Test
    void shouldSaySoInOneLineWhenJavaHomeIsWrong() throws Exception {
        // Given
        environment.put("JAVA_HOME", "/nowhere");

        // When
        Ended ended = run(distribution("collector"), "collector");

        // Then
        assertThat(ended)
                .isEqualTo(new Ended(1, "tributary: no Java: JAVA_HOME is /nowhere, but there is no bin/java in it\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.2", "1.8.0_402"})
    void shouldSaySoInOneLineWhenJavaIsTooOld(String version) throws Exception {
        // Given
        java(version);

        // When
        Ended ended = run(distribution("collector"), "collector");

        // Then
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).hasLineCount(1).contains("Java is too old", "17 or newer is needed");
    }

    @Test
    void shouldSaySoInOneLineWhenMavenIsNeededAndMissing() throws Exception {
        // Given
        java("17");

        // When
        Ended ended = run(checkout(), "demo");

        // Then
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).hasLineCount(1).contains("no Maven", "install Maven 3.8 or newer");
    }

    @Test
    void shouldBuildOnceWhenCheckoutIsNew() throws Exception {
        // Given
        java("17");
        Path script = checkout();
        maven(
                "mkdir -p deploy/standalone/target/dist/lib",
                ": > deploy/standalone/target/dist/lib/tributary-standalone-1.jar",
                ": > deploy/standalone/target/tributary-1.tar.gz",
                "echo '[INFO] Building Tributary: runtime 1.0                [2/6]'");

        // When
        Ended first = run(script, "demo", "--seconds", "5");

        // Then
        assertThat(first.output())
                .contains("building for the first time", "200 MB", "tributary: building Tributary: runtime [2/6]\n")
                .endsWith("io.tributary.standalone.DemoMain\n--seconds\n5\n");
        assertThat(run(script, "demo").output()).doesNotContain("building");
    }

    @Test
    void shouldBuildAgainWhenASourceIsNewer() throws Exception {
        // Given
        java("17");
        Path script = checkout();
        maven(
                "mkdir -p deploy/standalone/target/dist/lib",
                ": > deploy/standalone/target/dist/lib/tributary-standalone-1.jar",
                ": > deploy/standalone/target/tributary-1.tar.gz");
        run(script, "demo");
        Path source = Files.createDirectories(directory.resolve("home/runtime/src/main"))
                .resolve("New.java");
        Files.writeString(source, "");
        assertThat(source.toFile().setLastModified(System.currentTimeMillis() + 60_000))
                .isTrue();

        // When
        Ended ended = run(script, "demo");

        // Then
        assertThat(ended.output()).contains("building, because sources have changed");
    }

    @Test
    void shouldNameTheLogWhenTheBuildFails() throws Exception {
        // Given
        java("17");
        Path script = checkout();
        maven("echo '[ERROR] No space left'", "exit 1");

        // When
        Ended ended = run(script, "demo");

        // Then
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.output()).contains("[ERROR] No space left", "the build failed; ", "target/build.log says why");
    }

    @Test
    void shouldNameTheOtherDistributionWhenAPartIsMissing() throws Exception {
        // Given
        java("17");

        // When
        Ended ended = run(distribution("schemas", "runtime", "collector"), "enricher", "--config", "x");

        // Then
        assertThat(ended)
                .isEqualTo(new Ended(
                        2, "tributary: 'enricher' is not in this distribution: it is in tributary-<version>.tar.gz\n"));
    }

    @Test
    void shouldShowUsageWhenTheCommandIsUnknown() throws Exception {
        // When
        Ended ended = run(distribution("collector"), "colector");

        // Then
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).startsWith("tributary: there is no command 'colector'\nUsage:");
    }

    @Test
    void shouldShowUsageWhenNothingIsAsked() throws Exception {
        // When
        Ended ended = run(distribution("collector"));

        // Then
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.output()).startsWith("Usage: tributary COMMAND");
    }

    @Test
    void shouldListEveryCommandWhenHelpIsAsked() throws Exception {
        // When
        Ended ended = run(distribution("collector"), "--help");

        // Then
        assertThat(ended.code()).isZero();
        assertThat(ended.output())
                .contains("demo ", "standalone ", "collector ", "watcher ", "enricher ", "topics ", "demo-writer ")
                .contains("status ", "explain ", "checkpoint ")
                .contains("Exit codes: 0 good, 1 failure, 2 wrong usage, 78 bad configuration");
    }

    @Test
    void shouldBeVerifiedWhenSystemdIsInstalled() throws Exception {
        // Given
        assumeThat(Stream.of("/usr/bin/systemd-analyze", "/bin/systemd-analyze").map(Path::of))
                .as("systemd-analyze")
                .anyMatch(Files::isExecutable);
        String unit = Files.readString(Path.of("..", "systemd", "tributary-collector.service"));
        Path installed = directory.resolve("tributary-collector.service");
        Files.writeString(
                installed,
                unit.replace("/opt/tributary/bin/tributary", SCRIPT.normalize().toString()));
        environment.putAll(System.getenv());

        // When
        Ended ended = run(Path.of("systemd-analyze"), "verify", installed.toString());

        // Then
        assertThat(ended).isEqualTo(new Ended(0, ""));
    }

    private Path distribution(String... modules) throws IOException {
        Path lib = Files.createDirectories(directory.resolve("home/lib"));
        for (String module : modules) {
            Files.createFile(lib.resolve("tributary-" + module + "-0.1.0.jar"));
        }
        return script("home/bin");
    }

    private Path checkout() throws IOException {
        Files.createDirectories(directory.resolve("home/deploy"));
        Files.writeString(directory.resolve("home/pom.xml"), "<project/>");
        return script("home/deploy/bin");
    }

    private Path script(String folder) throws IOException {
        Path bin = Files.createDirectories(directory.resolve(folder));
        return Files.copy(SCRIPT, bin.resolve("tributary"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private void java(String version) throws IOException {
        tool(
                "java",
                "[ \"$1\" != -version ] || { echo 'openjdk version \"" + version + "\" 2026-01-01' >&2; exit 0; }",
                "printf '%s\\n' \"$@\"",
                "exit 7");
    }

    private void maven(String... lines) throws IOException {
        String[] all = Stream.concat(Stream.of("cd " + directory.resolve("home")), Stream.of(lines))
                .toArray(String[]::new);
        tool("mvn", all);
    }

    private void tool(String name, String... lines) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Ended run(Path command, String... args) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(command.toString()), Stream.of(args)).toList());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output);
    }
}
