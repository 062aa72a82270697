package io.tributary.enricher.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/** Some bytes of an array, not copied; whoever holds one must not change the array. */
public final class Slice {

    /** No bytes. */
    public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    private final byte[] array;
    private final int from;
    private final int to;

    /**
     * The bytes of an array between two positions.
     *
     * @param from first byte, 0 or more
     * @param to behind the last byte, at most the array's length
     */
    public Slice(byte[] array, int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        this.array = array;
        this.from = from;
        this.to = to;
    }

    /** All of an array. */
    public static Slice of(byte[] array) {
        return new Slice(array, 0, array.length);
    }

    /** The UTF-8 form of a text. */
    public static Slice of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The array itself; only the bytes from {@link #from} to {@link #to} belong to this. */
    public byte[] array() {
        return array;
    }

    /** Position of the first byte in the array. */
    public int from() {
        return from;
    }

    /** Position behind the last byte in the array. */
    public int to() {
        return to;
    }

    /** Number of bytes. */
    public int length() {
        return to - from;
    }

    /** A part of this, without copying; positions count from this slice's first byte. */
    public Slice sub(int start, int end) {
        Objects.checkFromToIndex(start, end, length());
        return new Slice(array, from + start, from + end);
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return Arrays.copyOfRange(array, from, to);
    }

    /** Whether the other object is a slice of equal bytes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Slice slice && Arrays.equals(array, from, to, slice.array, slice.from, slice.to);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The bytes read as UTF-8; invalid sequences become U+FFFD. */
    @Override
    public String toString() {
        return new String(array, from, length(), StandardCharsets.UTF_8);
    }
}
