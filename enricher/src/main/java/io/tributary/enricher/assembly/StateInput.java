package io.tributary.enricher.assembly;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what {@link StateOutput} wrote. */
final class StateInput {

    private final byte[] array;
    private int at = 1;

    /**
     * Begins behind the version.
     *
     * @throws NewerStateException if a newer release wrote the entry
     */
    StateInput(byte[] entry) {
        array = entry;
        int version = entry.length == 0 ? 0 : entry[0];
        if (version > StateOutput.VERSION) {
            throw new NewerStateException(version, StateOutput.VERSION);
        }
        if (version < 1) {
            throw new IllegalStateException("assembly state has version " + version
                    + ", which no release wrote: the changelog is damaged; reset the application");
        }
    }

    long number() {
        long raw = 0;
        int shift = 0;
        byte b;
        do {
            b = array[at++];
            raw |= (b & 0x7FL) << shift;
            shift += 7;
        } while (b < 0);
        return (raw >>> 1) ^ -(raw & 1);
    }

    int small() {
        return Math.toIntExact(number());
    }

    boolean flag() {
        return number() != 0;
    }

    byte[] bytes() {
        int length = small();
        if (length < 0) {
            return null;
        }
        at += length;
        return Arrays.copyOfRange(array, at - length, at);
    }

    <E extends Enum<E>> E choice(Class<E> list) {
        String name = text();
        return name == null ? null : Enum.valueOf(list, name);
    }

    String text() {
        byte[] utf8 = bytes();
        return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
    }
}
