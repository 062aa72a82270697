package io.tributary.runtime.text;

import java.util.HexFormat;

/** Names as a terminal may show them: whoever can name a file must not be able to move its cursor or turn its text round. */
public final class Printable {

    private static final HexFormat HEX = HexFormat.of();
    private static final char DELETE = 0x7f;
    private static final char LAST_CONTROL = 0x9f;

    private Printable() {}

    /** The text with every control character, direction mark and lone surrogate as {@code \}{@code u} and four digits. */
    public static String of(String text) {
        StringBuilder shown = null;
        for (int i = 0; i < text.length(); i++) {
            boolean harmless = isHarmless(text, i);
            if (!harmless && shown == null) {
                shown = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            if (shown != null && harmless) {
                shown.append(text.charAt(i));
            } else if (shown != null) {
                escape(shown, text.charAt(i));
            }
        }
        return shown == null ? text : shown.toString();
    }

    static void escape(StringBuilder target, char c) {
        target.append("\\u").append(HEX.toHexDigits(c));
    }

    static boolean isHarmless(String text, int i) {
        char c = text.charAt(i);
        if (c < ' ' || (c >= DELETE && c <= LAST_CONTROL)) {
            return false;
        }
        if (Character.isHighSurrogate(c)) {
            return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        int type = Character.getType(c);
        return type != Character.FORMAT && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR;
    }
}
