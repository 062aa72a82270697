package io.tributary.enricher.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds newlines, eight bytes at a time. */
public final class LineEnds {

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private LineEnds() {}

    /** Position of the first newline between two positions; {@code to} if there is none. */
    public static int next(byte[] array, int from, int to) {
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            // A byte is zero exactly where a newline is; borrows can only set bits above the first zero byte.
            long zeroes = (long) EIGHT.get(array, at) ^ NEWLINES;
            long found = (zeroes - LOW) & ~zeroes & HIGH;
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && array[at] != '\n') {
            at++;
        }
        return at;
    }
}
