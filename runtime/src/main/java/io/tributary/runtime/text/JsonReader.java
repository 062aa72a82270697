package io.tributary.runtime.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one JSON text from its beginning to its end. */
final class JsonReader {

    private static final int MAX_DEPTH = 32;
    private static final String ESCAPED = "\"\\/bfnrt";
    private static final String MEANT = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;
    private int depth;

    JsonReader(String text) {
        this.text = text;
    }

    Object whole() {
        Object value = value();
        skipBlank();
        if (at < text.length()) {
            throw wrong("the end");
        }
        return value;
    }

    private Object value() {
        skipBlank();
        if (at == text.length() || depth == MAX_DEPTH) {
            throw wrong(depth == MAX_DEPTH ? "at most " + MAX_DEPTH + " levels" : "a value");
        }
        return switch (text.charAt(at)) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> string();
            default -> word();
        };
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        enter();
        if (!next('}')) {
            do {
                skipBlank();
                String key = string();
                expect(':');
                map.put(key, value());
            } while (next(','));
            expect('}');
        }
        depth--;
        return map;
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        enter();
        if (!next(']')) {
            do {
                list.add(value());
            } while (next(','));
            expect(']');
        }
        depth--;
        return list;
    }

    private void enter() {
        at++;
        depth++;
    }

    private String string() {
        if (at == text.length() || text.charAt(at) != '"') {
            throw wrong("'\"'");
        }
        StringBuilder string = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return string.toString();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        throw wrong("the end of a string");
    }

    private char escaped() {
        at++;
        int known = at < text.length() ? ESCAPED.indexOf(text.charAt(at)) : -1;
        if (known >= 0) {
            return MEANT.charAt(known);
        }
        if (at + 4 >= text.length() || text.charAt(at) != 'u') {
            throw wrong("an escape");
        }
        try {
            char c = (char) Integer.parseInt(text, at + 1, at + 5, 16);
            at += 4;
            return c;
        } catch (NumberFormatException e) {
            throw wrong("four hexadecimal digits");
        }
    }

    private Object word() {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            default -> number(word, start);
        };
    }

    private Object number(String word, int start) {
        try {
            return word.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))
                    ? (Object) Long.parseLong(word)
                    : (Object) Double.parseDouble(word);
        } catch (NumberFormatException e) {
            at = start;
            throw wrong("a value");
        }
    }

    private boolean next(char wanted) {
        skipBlank();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char wanted) {
        if (!next(wanted)) {
            throw wrong("'" + wanted + "'");
        }
    }

    private void skipBlank() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException("no JSON: expected " + expected + " at character " + at);
    }
}
