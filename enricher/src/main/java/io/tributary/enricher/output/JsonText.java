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
        while (true) {
            at = plainUntil(text, at, to);
            if (at == to) {
                int size = to - from + more;
                return invalid ? ~size : size;
            }
            byte b = text[at];
            if (b >= 0) {
                more += ESCAPES[b] == 'u' ? 5 : 1;
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

    /**
     * Writes the text, without the quotes around it.
     *
     * @return position behind it
     */
    static int write(byte[] text, int from, int to, byte[] out, int position) {
        int at = from;
        int put = position;
        while (true) {
            int plain = plainUntil(text, at, to);
            System.arraycopy(text, at, out, put, plain - at);
            put += plain - at;
            at = plain;
            if (at == to) {
                return put;
            }
            byte b = text[at];
            if (b >= 0) {
                put = escape(b, out, put);
                at++;
                continue;
            }
            int length = Utf8.sequence(text, at, to);
            if (length > 0) {
                for (int i = 0; i < length; i++) {
                    out[put++] = text[at++];
                }
            } else {
                put = Utf8.replacement(out, put);
                at -= length;
            }
        }
    }

    /** Position of the first byte that cannot be copied as it is, eight at a look. */
    private static int plainUntil(byte[] text, int from, int to) {
        int at = from;
        while (at + Long.BYTES <= to) {
            long word = (long) LONGS.get(text, at);
            // A byte's highest bit comes out set if it is no ASCII, below 0x20, a quote or a backslash. Above the
            // first such byte a borrow may set others too, so only the lowest is looked at.
            long special =
                    (word | (word - ONES * 0x20) | ((word ^ (ONES * '"')) - ONES) | ((word ^ (ONES * '\\')) - ONES))
                            & HIGH;
            if (special != 0) {
                return at + (Long.numberOfTrailingZeros(special) >>> 3);
            }
            at += Long.BYTES;
        }
        while (at < to && text[at] >= 0 && ESCAPES[text[at]] == 0) {
            at++;
        }
        return at;
    }

    private static int escape(byte b, byte[] out, int position) {
        int put = position;
        byte letter = ESCAPES[b];
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
