package io.tributary.enricher.assembly;

/** How large bytes become as text inside a JSON string: an upper bound, and where their characters end. */
final class JsonSize {

    /** No byte of a message becomes more: a control character is written as a six-byte escape. */
    static final int MOST_PER_BYTE = 6;
    /** What a byte that is no valid UTF-8 becomes: U+FFFD. */
    static final int INVALID = 3;

    private JsonSize() {}

    /** Size of one character. */
    static int of(byte first, int length) {
        if (first < 0) {
            return length > 1 ? length : INVALID;
        }
        if (first < ' ') {
            return MOST_PER_BYTE;
        }
        return first == '"' || first == '\\' ? 2 : 1;
    }

    /**
     * Length of the character that starts at a position: 1 to 4; 1 for a byte that belongs to no character; 0 if the bytes end before the character
     * does.
     */
    static int length(byte[] array, int at, int to) {
        int lead = array[at] & 0xFF;
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        if (lead < 0xC2 || lead > 0xF4) {
            return 1;
        }
        if (at + 1 >= to) {
            return 0;
        }
        int second = array[at + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 1;
        }
        for (int i = 2; i < length; i++) {
            if (at + i >= to) {
                return 0;
            }
            if ((array[at + i] & 0xC0) != 0x80) {
                return 1;
            }
        }
        return length;
    }
}
