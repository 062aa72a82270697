package io.tributary.enricher.output;

/** Tells valid UTF-8 from other bytes (Unicode standard, table 3-7). */
final class Utf8 {

    /** Bytes of U+FFFD. */
    static final int REPLACEMENT_LENGTH = 3;

    private Utf8() {}

    /**
     * Length of the sequence that starts with a byte of 0x80 or above.
     *
     * @return 2 to 4 for a valid character; -1 to -3 if there is none: so many bytes are to be replaced by one U+FFFD
     */
    static int sequence(byte[] text, int at, int to) {
        int lead = text[at] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return -1;
        }
        if (at + 1 == to || !second(lead, text[at + 1] & 0xff)) {
            return -1;
        }
        if (lead < 0xe0) {
            return 2;
        }
        if (at + 2 == to || !continuation(text[at + 2])) {
            return -2;
        }
        if (lead < 0xf0) {
            return lead == 0xed && (text[at + 1] & 0xff) >= 0xa0 ? -3 : 3;
        }
        return at + 3 == to || !continuation(text[at + 3]) ? -3 : 4;
    }

    /** Writes U+FFFD and returns the position behind it. */
    static int replacement(byte[] out, int at) {
        out[at] = (byte) 0xef;
        out[at + 1] = (byte) 0xbf;
        out[at + 2] = (byte) 0xbd;
        return at + REPLACEMENT_LENGTH;
    }

    /** Whether the byte may stand behind this lead: no overlong forms, nothing above U+10FFFF. */
    private static boolean second(int lead, int b) {
        return switch (lead) {
            case 0xe0 -> b >= 0xa0 && b <= 0xbf;
            case 0xf0 -> b >= 0x90 && b <= 0xbf;
            case 0xf4 -> b >= 0x80 && b <= 0x8f;
            default -> b >= 0x80 && b <= 0xbf;
        };
    }

    private static boolean continuation(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
