package io.tributary.enricher.output;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes any bytes as the inside of a JSON string: quotes, backslashes and control characters escaped as RFC 8259
 * asks and no others; UTF-8 passed on as it is, and what is no UTF-8 replaced by U+FFFD just as {@link String}
 * does: one for each maximal subpart (Unicode standard, section 3.9) and one for a surrogate. Nothing is stripped.
 */
final class JsonText {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = ONES << 7;
    private static final long LOW = ~HIGH;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** For each ASCII character the letter behind the backslash, 'u' for the long form, 0 for none. */
    private static final byte[] ESCAPES = escapes();

    private JsonText() {}

    /**
     * Bytes that the text will take, without the quotes around it.
     *
     * @return the size, or its bitwise complement (a negative number) if some of the bytes are no UTF-8
     */
    static int measure(byte[] text, int from, int to) {
        int at = from;
        int more = 0;
        boolean invalid = false;
        while (at < to) {
            int end = Math.min(at + Long.BYTES, to);
            if (end - at == Long.BYTES) {
                long word = (long) LONGS.get(text, at);
                if ((word & HIGH) == 0 && controls(word) == 0) {
                    more += Long.bitCount(quotes(word));
                    at = end;
                    continue;
                }
            }
            while (at < end) {
                byte b = text[at];
                if (b >= 0) {
                    more += ESCAPES[b] == 0 ? 0 : ESCAPES[b] == 'u' ? 5 : 1;
                    at++;
                    continue;
                }
                int length = Utf8.sequence(text, at, to);
                if (length < 0) {
                    invalid = true;
                    length = -length;
                    more += Utf8.REPLACEMENT_LENGTH - length;
                }
                at += length;
            }
        }
        int size = to - from + more;
        return invalid ? ~size : size;
    }

    /**
     * Writes the text, without the quotes around it. Nothing behind what {@link #measure} said is touched.
     *
     * @return position behind it
     */
    static int write(byte[] text, int from, int to, byte[] out, int position) {
        int at = from;
        int put = position;
        while (at < to) {
            if (at + Long.BYTES <= to) {
                // No byte becomes fewer than one, so eight may be copied before it is known how many of them stay.
                long word = (long) LONGS.get(text, at);
                LONGS.set(out, put, word);
                long special = (word & HIGH) | controls(word & LOW) | quotes(word & LOW);
                int plain = Long.numberOfTrailingZeros(special) >>> 3;
                at += plain;
                put += plain;
                if (special == 0) {
                    continue;
                }
            }
            byte b = text[at];
            if (b >= 0) {
                put = ascii(b, out, put);
                at++;
                continue;
            }
            int length = Utf8.sequence(text, at, to);
            if (length < 0) {
                put = Utf8.replacement(out, put);
                at -= length;
                continue;
            }
            for (int end = at + length; at < end; at++) {
                out[put++] = text[at];
            }
        }
        return put;
    }

    /** The highest bit of each byte below 0x20; no byte may have that bit itself. */
    private static long controls(long word) {
        return ~(word + ONES * 0x60) & HIGH;
    }

    /** The highest bit of each byte that is a quote or a backslash; no byte may have that bit itself. */
    private static long quotes(long word) {
        long noQuote = (word ^ (ONES * '"')) + LOW;
        long noBackslash = (word ^ (ONES * '\\')) + LOW;
        return ~(noQuote & noBackslash) & HIGH;
    }

    private static int ascii(byte b, byte[] out, int position) {
        int put = position;
        byte letter = ESCAPES[b];
        if (letter == 0) {
            out[put++] = b;
            return put;
        }
        out[put++] = '\\';
        out[put++] = letter;
        if (letter == 'u') {
            out[put++] = '0';
            out[put++] = '0';
            out[put++] = HEX[b >> 4];
            out[put++] = HEX[b & 0xf];
        }
        return put;
    }

    private static byte[] escapes() {
        byte[] letters = new byte[128];
        for (int c = 0; c < ' '; c++) {
            letters[c] = 'u';
        }
        letters['\b'] = 'b';
        letters['\f'] = 'f';
        letters['\n'] = 'n';
        letters['\r'] = 'r';
        letters['\t'] = 't';
        letters['"'] = '"';
        letters['\\'] = '\\';
        return letters;
    }
}
