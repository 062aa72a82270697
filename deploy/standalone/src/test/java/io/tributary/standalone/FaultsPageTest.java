package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/faults.md} names a test for every row, and each of them is there; a row without one says why. */
class FaultsPageTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final Path PAGE = ROOT.resolve("docs/faults.md");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+)(?:#(\\w+))?`");
    private static final Pattern ROW =
            Pattern.compile("^\\| \\**([A-Z][.\\w]*)\\** \\|.*\\|(.*)\\|$", Pattern.MULTILINE);

    @Test
    void shouldNameOnlyTestsThatAreThere() throws Exception {
        // Given
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();

        // When
        Matcher rows = ROW.matcher(Files.readString(PAGE));
        while (rows.find()) {
            Matcher tests = TEST.matcher(rows.group(2));
            while (tests.find()) {
                String source = sources.getOrDefault(tests.group(1), "");
                if (source.isEmpty() || (tests.group(2) != null && !source.contains("void " + tests.group(2) + "("))) {
                    missing.add(rows.group(1) + ": " + tests.group());
                }
            }
        }

        // Then
        assertThat(missing).isEmpty();
    }

    @Test
    void shouldSayWhyWhereARowHasNoTest() throws Exception {
        // Given
        List<String> silent = new ArrayList<>();
        int count = 0;

        // When
        Matcher rows = ROW.matcher(Files.readString(PAGE));
        while (rows.find()) {
            count++;
            String tests = rows.group(2);
            if (!TEST.matcher(tests).find() && !tests.contains("none: ")) {
                silent.add(rows.group(1));
            }
        }

        // Then
        assertThat(silent).isEmpty();
        assertThat(count).isGreaterThan(80);
    }

    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("runtime", "schemas", "collector", "enricher", "deploy/standalone")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                for (Path file :
                        files.filter(name -> name.toString().endsWith(".java")).toList()) {
                    String name = file.getFileName().toString();
                    sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
                }
            }
        }
        return sources;
    }
}
