package io.tributary.enricher.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Passes over ASCII that means nothing in JSON: no quote, no backslash, no control character below a space; eight bytes at a time. */
public final class PlainRun {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = ONES << 7;
    private static final long LOW = ~HIGH;
    private static final long ABOVE_CONTROLS = ONES * (0x80 - ' ');
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private PlainRun() {}

    /** Position of the first byte that is not plain; {@code to} if all are. */
    public static int end(byte[] array, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) EIGHT.get(array, at);
            // Sums of seven bits never carry into the next byte: the high bit is clear exactly for a control, a quote,
            // a backslash.
            long seven = word & LOW;
            long plain =
                    (seven + ABOVE_CONTROLS) & ((seven ^ QUOTES) + LOW) & ((seven ^ BACKSLASHES) + LOW) & ~word & HIGH;
            if (plain != HIGH) {
                return at + (Long.numberOfTrailingZeros(plain ^ HIGH) >>> 3);
            }
        }
        while (at < to && array[at] >= ' ' && array[at] != '"' && array[at] != '\\') {
            at++;
        }
        return at;
    }
}
