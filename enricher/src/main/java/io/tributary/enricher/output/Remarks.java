package io.tributary.enricher.output;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;

/** What is to be said of an event besides its content; most events have nothing of the kind. */
final class Remarks {

    private static final Map<Flag, byte[]> FLAGS = flags();
    private static final byte[] FLAGS_OPEN = ascii(",\"flags\":[");
    private static final byte[] GAP_BYTES = ascii(",\"gap_bytes\":");
    private static final byte[] PART = ascii(",\"part\":");
    private static final byte[] LAST_PART = ascii(",\"last_part\":true");

    /** The most that {@link #write} can come to, in bytes. */
    static final int LONGEST = flagsLength(EnumSet.allOf(Flag.class))
            + GAP_BYTES.length
            + PART.length
            + LAST_PART.length
            + 2 * Digits.LONGEST;

    private Remarks() {}

    /** Bytes that {@link #write} will take. */
    static int length(LogEvent event, EnumSet<Flag> flags) {
        int length = flagsLength(flags);
        if (event.kind() == LogEvent.Kind.GAP) {
            length += GAP_BYTES.length + Digits.length(event.gapBytes());
        }
        if (event.part() != 0) {
            length += PART.length + Digits.length(event.part()) + (event.lastPart() ? LAST_PART.length : 0);
        }
        return length;
    }

    /** Writes the fields, in a fixed order, and returns the position behind them. */
    static int write(LogEvent event, EnumSet<Flag> flags, byte[] out, int position) {
        int put = flags.isEmpty() ? position : flags(flags, out, position);
        if (event.kind() == LogEvent.Kind.GAP) {
            put = Digits.write(event.gapBytes(), out, put(GAP_BYTES, out, put));
        }
        if (event.part() != 0) {
            put = Digits.write(event.part(), out, put(PART, out, put));
            put = event.lastPart() ? put(LAST_PART, out, put) : put;
        }
        return put;
    }

    private static int flagsLength(EnumSet<Flag> flags) {
        if (flags.isEmpty()) {
            return 0;
        }
        int length = FLAGS_OPEN.length;
        for (Flag flag : flags) {
            length += FLAGS.get(flag).length + 1;
        }
        return length;
    }

    private static int flags(EnumSet<Flag> flags, byte[] out, int position) {
        int put = put(FLAGS_OPEN, out, position);
        for (Flag flag : flags) {
            put = put(FLAGS.get(flag), out, put);
            out[put++] = ',';
        }
        out[put - 1] = ']';
        return put;
    }

    private static Map<Flag, byte[]> flags() {
        Map<Flag, byte[]> texts = new EnumMap<>(Flag.class);
        for (Flag flag : Flag.values()) {
            texts.put(flag, ascii('"' + flag.label() + '"'));
        }
        return texts;
    }

    private static int put(byte[] bytes, byte[] out, int position) {
        System.arraycopy(bytes, 0, out, position, bytes.length);
        return position + bytes.length;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
