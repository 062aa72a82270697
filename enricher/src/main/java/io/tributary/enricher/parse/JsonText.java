package io.tributary.enricher.parse;

import java.util.Arrays;

/** A JSON string without its escapes, in UTF-8. Made once per string that has any; half a surrogate pair becomes U+FFFD. */
final class JsonText {

    private static final int REPLACEMENT = 0xFFFD;
    private static final int HEX_DIGITS = 4;

    private final byte[] in;
    private final byte[] out;
    private int length;
    private boolean replaced;

    /** Takes a checked string's inside, without the quotes. */
    JsonText(byte[] in, int from, int to) {
        this.in = in;
        // No escape is shorter than what it stands for.
        this.out = new byte[to - from];
        int at = from;
        while (at < to) {
            at = copy(at, to);
            if (at == to) {
                return;
            }
            if (in[at + 1] == 'u') {
                at = unicode(at + 2, to);
            } else {
                out[length++] = simple(in[at + 1]);
                at += 2;
            }
        }
    }

    /** Copies what stands before the next escape. */
    private int copy(int from, int to) {
        int at = from;
        while (at < to && in[at] != '\\') {
            at = Math.max(at + 1, PlainRun.end(in, at, to));
        }
        System.arraycopy(in, from, out, length, at - from);
        length += at - from;
        return at;
    }

    byte[] array() {
        return out;
    }

    int length() {
        return length;
    }

    boolean replaced() {
        return replaced;
    }

    boolean is(byte[] wanted) {
        return Arrays.equals(out, 0, length, wanted, 0, wanted.length);
    }

    private static byte simple(byte letter) {
        return switch (letter) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> letter;
        };
    }

    /** Writes what four hexadecimal digits stand for, with the second half of a pair if one follows; gives the position behind. */
    private int unicode(int from, int to) {
        int unit = hex(from);
        int at = from + HEX_DIGITS;
        if (Character.isHighSurrogate((char) unit)
                && to - at >= HEX_DIGITS + 2
                && in[at] == '\\'
                && in[at + 1] == 'u') {
            int second = hex(at + 2);
            if (Character.isLowSurrogate((char) second)) {
                write(Character.toCodePoint((char) unit, (char) second));
                return at + 2 + HEX_DIGITS;
            }
        }
        if (Character.isSurrogate((char) unit)) {
            replaced = true;
            write(REPLACEMENT);
        } else {
            write(unit);
        }
        return at;
    }

    private int hex(int from) {
        int value = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            value = (value << 4) | Character.digit(in[from + i], 16);
        }
        return value;
    }

    private void write(int codePoint) {
        if (codePoint < 0x80) {
            out[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            out[length++] = (byte) (0xC0 | (codePoint >> 6));
            continuation(codePoint);
        } else if (codePoint < 0x10000) {
            out[length++] = (byte) (0xE0 | (codePoint >> 12));
            continuation(codePoint >> 6);
            continuation(codePoint);
        } else {
            out[length++] = (byte) (0xF0 | (codePoint >> 18));
            continuation(codePoint >> 12);
            continuation(codePoint >> 6);
            continuation(codePoint);
        }
    }

    private void continuation(int bits) {
        out[length++] = (byte) (0x80 | (bits & 0x3F));
    }
}
