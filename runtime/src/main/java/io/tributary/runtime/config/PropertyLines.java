package io.tributary.runtime.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** A properties file, UTF-8, read so that every key keeps the number of its line; {@link Properties} forgets it. */
final class PropertyLines {

    private final Map<String, ConfigEntry> entries = new LinkedHashMap<>();
    private final List<ConfigError> errors = new ArrayList<>();
    private final Path file;

    private PropertyLines(Path file) {
        this.file = file;
    }

    static PropertyLines read(Path file) {
        PropertyLines lines = new PropertyLines(file);
        try {
            lines.readAll(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            lines.unreadable("there is no such file: name the file with --config");
        } catch (MalformedInputException e) {
            lines.unreadable("the file is not in UTF-8");
        } catch (IOException e) {
            lines.unreadable("the file cannot be read (" + e.getClass().getSimpleName()
                    + "): it must be a file that this user may read");
        }
        return lines;
    }

    Map<String, ConfigEntry> entries() {
        return entries;
    }

    List<ConfigError> errors() {
        return errors;
    }

    private void readAll(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            int first = i;
            StringBuilder logical = new StringBuilder(lines.get(i));
            while (continues(lines.get(i)) && !isComment(lines.get(first)) && i + 1 < lines.size()) {
                i++;
                logical.append('\n').append(lines.get(i));
            }
            readLogical(logical.toString(), first + 1);
        }
    }

    private void readLogical(String text, int number) {
        String where = file + ":" + number;
        Properties one = new Properties();
        try {
            one.load(new StringReader(text));
        } catch (IllegalArgumentException | IOException e) {
            errors.add(new ConfigError(
                    text.strip(), null, "a \\u must be followed by four digits", Optional.empty(), where));
            return;
        }
        for (String key : one.stringPropertyNames()) {
            String value = one.getProperty(key).strip();
            ConfigEntry before = entries.put(key, new ConfigEntry(key, value, value, where));
            if (before != null) {
                errors.add(new ConfigError(
                        key, null, "set twice, first at " + before.where() + ": remove one", Optional.empty(), where));
            }
        }
    }

    private void unreadable(String problem) {
        errors.add(new ConfigError(file.toString(), null, problem, Optional.empty(), ""));
    }

    private static boolean isComment(String line) {
        String text = line.stripLeading();
        return text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!';
    }

    private static boolean continues(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
