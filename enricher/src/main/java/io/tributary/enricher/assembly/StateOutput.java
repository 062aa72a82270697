package io.tributary.enricher.assembly;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a state entry: a version byte, then numbers of variable length, texts and bytes in a fixed order. */
final class StateOutput {

    static final int VERSION = 1;

    private byte[] array = new byte[64];
    private int length;

    StateOutput() {
        array[length++] = VERSION;
    }

    /** Seven bits a byte, lowest first, sign in the lowest bit: small numbers need one byte. */
    StateOutput number(long value) {
        long rest = (value << 1) ^ (value >> 63);
        ensure(10);
        while ((rest & ~0x7FL) != 0) {
            array[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        array[length++] = (byte) rest;
        return this;
    }

    StateOutput flag(boolean value) {
        return number(value ? 1 : 0);
    }

    /** Bytes with their length; {@code null} is kept apart from none. */
    StateOutput bytes(byte[] in, int from, int to) {
        if (in == null) {
            return number(-1);
        }
        number(to - from);
        ensure(to - from);
        System.arraycopy(in, from, array, length, to - from);
        length += to - from;
        return this;
    }

    StateOutput text(String value) {
        byte[] utf8 = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
        return bytes(utf8, 0, utf8 == null ? 0 : utf8.length);
    }

    /** One of a closed list, by its name, so that the list's order is free; {@code null} is kept. */
    StateOutput choice(Enum<?> value) {
        return text(value == null ? null : value.name());
    }

    byte[] toBytes() {
        return Arrays.copyOf(array, length);
    }

    private void ensure(int more) {
        if (length + more > array.length) {
            array = Arrays.copyOf(array, Math.max(2 * array.length, length + more));
        }
    }
}
