package io.tributary.runtime.text;

import java.util.Map;

/** JSON of plain values, without a library, because a node carries none: maps, lists, text, numbers, booleans and {@code null}. */
public final class Json {

    private Json() {}

    /**
     * Writes a value in one line, in the order of its maps; what could harm a terminal is escaped.
     *
     * @throws IllegalArgumentException for any other type, naming it
     */
    public static String write(Object value) {
        StringBuilder json = new StringBuilder();
        append(json, value);
        return json.toString();
    }

    /**
     * Reads one value: {@code Map<String, Object>}, {@code List<Object>}, {@code String}, {@code Long}, {@code Double}, {@code Boolean} or
     * {@code null}.
     *
     * @throws IllegalArgumentException if it is no JSON, saying where
     */
    public static Object read(String text) {
        return new JsonReader(text).whole();
    }

    private static void append(StringBuilder json, Object value) {
        if (value == null || value instanceof Boolean) {
            json.append(value);
        } else if (value instanceof Number number) {
            double size = number.doubleValue();
            json.append(Double.isNaN(size) || Double.isInfinite(size) ? "null" : number.toString());
        } else if (value instanceof CharSequence text) {
            append(json, text.toString());
        } else if (value instanceof Map<?, ?> map) {
            append(json, map);
        } else if (value instanceof Iterable<?> list) {
            append(json, list);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getName() + ": use text or numbers");
        }
    }

    private static void append(StringBuilder json, Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            json.append(separator);
            append(json, entry.getKey().toString());
            json.append(':');
            append(json, entry.getValue());
            separator = ",";
        }
        json.append(map.isEmpty() ? "{}" : "}");
    }

    private static void append(StringBuilder json, Iterable<?> list) {
        String separator = "[";
        for (Object element : list) {
            json.append(separator);
            append(json, element);
            separator = ",";
        }
        json.append(separator.equals("[") ? "[]" : "]");
    }

    private static void append(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (Printable.isHarmless(text, i)) {
                json.append(c);
            } else {
                Printable.escape(json, c);
            }
        }
        json.append('"');
    }
}
