package io.tributary.enricher.output;

import java.nio.charset.StandardCharsets;

/** Writes numbers in decimal without a string in between. */
final class Digits {

    /** Characters of the longest {@code long}. */
    static final int LONGEST = 20;

    private Digits() {}

    /** Characters that the number takes, 1 to {@link #LONGEST}. */
    static int length(long value) {
        if (value < 0) {
            return Long.toString(value).length();
        }
        int length = 1;
        for (long rest = value / 10; rest > 0; rest /= 10) {
            length++;
        }
        return length;
    }

    /** Writes the number and returns the position behind it. */
    static int write(long value, byte[] out, int at) {
        if (value < 0) {
            byte[] text = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(text, 0, out, at, text.length);
            return at + text.length;
        }
        int end = at + length(value);
        writePadded(value, out, at, end - at);
        return end;
    }

    /** Writes the number's last digits, with zeros in front where it has fewer, and returns the position behind them. */
    static int writePadded(long value, byte[] out, int at, int digits) {
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }
}
