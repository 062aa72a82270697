package io.tributary.enricher.output;

import java.nio.charset.StandardCharsets;

/** Writes numbers in decimal without a string in between. */
final class Digits {

    /** Characters of the longest {@code long}. */
    static final int LONGEST = 20;
    /** Characters of the longest that has no sign. */
    private static final int POSITIVE = 19;

    private Digits() {}

    /** Characters that the number takes, 1 to {@link #LONGEST}. */
    static int length(long value) {
        if (value < 0) {
            return Long.toString(value).length();
        }
        int length = 1;
        for (long least = 10; value >= least; least *= 10) {
            length++;
            if (length == POSITIVE) {
                break;
            }
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
        return writePadded(value, out, at, length(value));
    }

    /** Writes the number's last digits, with zeros in front where it has fewer, and returns the position behind them. */
    static int writePadded(long value, byte[] out, int at, int digits) {
        int end = at + digits;
        int i = end;
        long rest = value;
        while (rest > Integer.MAX_VALUE && i > at) {
            out[--i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        // Dividing an int by a constant takes a third of what a long takes.
        int small = (int) rest;
        while (i > at) {
            int tenth = small / 10;
            out[--i] = (byte) ('0' + small - tenth * 10);
            small = tenth;
        }
        return end;
    }
}
