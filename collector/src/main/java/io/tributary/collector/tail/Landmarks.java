package io.tributary.collector.tail;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Places of a file that were passed, each with a hash of the bytes before it: by them a file that went back tells how far it is still the same.
 * They are the sparser the farther back they lie, so that a few are enough for a file of any length.
 */
final class Landmarks {

    private static final int SCALES = 8;
    private static final int FINEST_BITS = 12;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;

    /** For each scale the last two places that were passed, each followed by its hash. */
    private final long[] places = new long[SCALES * 4];

    /** Notes a place, with the bytes before it. */
    void pass(long offset, byte[] before) {
        for (int scale = 0; scale < SCALES; scale++) {
            int at = 4 * scale;
            int bits = FINEST_BITS + 2 * scale;
            if (offset >> bits != places[at] >> bits) {
                places[at + 2] = places[at];
                places[at + 3] = places[at + 1];
                places[at] = offset;
                places[at + 1] = hash(before);
            }
        }
    }

    /**
     * The last place, not behind a position, before which the file is still what it was; 0 if there is none.
     *
     * @param position up to where the file was handed over
     * @param before the bytes before that
     */
    long lastIn(FileBytes bytes, long position, byte[] before) throws IOException {
        if (isIn(bytes, position, hash(before))) {
            return position;
        }
        long last = 0;
        for (int at = 0; at < places.length; at += 2) {
            if (places[at] > last && places[at] < position && isIn(bytes, places[at], places[at + 1])) {
                last = places[at];
            }
        }
        return last;
    }

    /** Forgets what lies behind an offset, because other bytes are there now. */
    void backTo(long offset) {
        for (int at = 0; at < places.length; at += 2) {
            if (places[at] > offset) {
                places[at] = 0;
            }
        }
    }

    private static boolean isIn(FileBytes bytes, long offset, long hash) throws IOException {
        byte[] there = before(bytes, offset);
        return there.length == Math.min(offset, StartPosition.MAX_BEFORE) && hash(there) == hash;
    }

    /** The bytes before an offset, up to 64; fewer if the file is shorter. */
    static byte[] before(FileBytes bytes, long offset) throws IOException {
        int length = (int) Math.min(offset, StartPosition.MAX_BEFORE);
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int n = bytes.read(offset - length, buffer);
        return Arrays.copyOf(buffer.array(), n);
    }

    private static long hash(byte[] bytes) {
        long hash = FNV_OFFSET;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xFF)) * FNV_PRIME;
        }
        return hash;
    }
}
