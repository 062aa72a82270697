package io.tributary.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code deploy/bin/tributary} would start, started from the test's class path. */
final class LauncherScript {

    static final Path DEPLOY = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern COMMAND = Pattern.compile("(?m)^    ([a-z-]+)\\)\\s+module=\\S+ main=(\\S+)");

    /** How a run ended. */
    record Ended(int code, String output, String errors) {}

    private LauncherScript() {}

    /** The main class of every command. */
    static Map<String, String> mainClasses() {
        try {
            Map<String, String> classes = new LinkedHashMap<>();
            Matcher matcher = COMMAND.matcher(Files.readString(DEPLOY.resolve("bin/tributary")));
            while (matcher.find()) {
                classes.put(matcher.group(1), "io.tributary." + matcher.group(2));
            }
            return classes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Ended run(Map<String, String> environment, String command, List<String> arguments) throws Exception {
        Path errors = Files.createTempFile("launcher", ".err");
        try {
            List<String> line = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-Dlogback.configurationFile=" + DEPLOY.resolve("conf/logback.xml"),
                    "-cp",
                    System.getProperty("java.class.path"),
                    mainClasses().getOrDefault(command, "no command " + command)));
            line.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(line).redirectError(errors.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("TRIBUTARY_"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), output, Files.readString(errors));
        } finally {
            Files.delete(errors);
        }
    }
}
