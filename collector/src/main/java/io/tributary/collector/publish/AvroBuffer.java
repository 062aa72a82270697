package io.tributary.collector.publish;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer that is written in Avro's binary encoding; used again for the next record, so it allocates nothing after the first. */
final class AvroBuffer {

    private static final int FIRST_SIZE = 1 << 10;
    private static final int LONGEST_NUMBER = 10;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    AvroBuffer clear() {
        size = 0;
        return this;
    }

    AvroBuffer raw(byte[] from) {
        reserve(from.length);
        System.arraycopy(from, 0, bytes, size, from.length);
        size += from.length;
        return this;
    }

    AvroBuffer bool(boolean value) {
        reserve(1);
        bytes[size++] = (byte) (value ? 1 : 0);
        return this;
    }

    /** An int, a long, a length, or the number of a union's branch: zig-zag, seven bits a byte, lowest first. */
    AvroBuffer number(long value) {
        reserve(LONGEST_NUMBER);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    AvroBuffer text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return number(utf8.length).raw(utf8);
    }

    /** A union of null and string. */
    AvroBuffer textOrNull(String value) {
        return value == null ? number(0) : number(1).text(value);
    }

    /** A union of null and long. */
    AvroBuffer numberOrNull(long value, boolean known) {
        return known ? number(1).number(value) : number(0);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** All that was written and the data behind it, which is left as it is; in one copy, for the data are nearly all of a record. */
    byte[] toBytes(ByteBuffer data) {
        byte[] all = new byte[size + data.remaining()];
        System.arraycopy(bytes, 0, all, 0, size);
        data.get(data.position(), all, size, data.remaining());
        return all;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
