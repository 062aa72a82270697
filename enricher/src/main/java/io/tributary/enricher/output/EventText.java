package io.tributary.enricher.output;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.event.Stream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;

/** The parts of one event that differ from those of the next, measured and then written. */
final class EventText {

    private static final byte[] STDOUT = stream(Stream.STDOUT);
    private static final byte[] STDERR = stream(Stream.STDERR);
    private static final byte[] ATTRS = ascii(",\"attrs\":");
    private static final byte[] TIME = ascii(",\"time\":\"");
    private static final byte[] GAP = ascii("-gap");
    private static final byte[] END = ascii("-end");
    private static final byte[] NONE = {};
    private static final int LONGEST_ESCAPE = 6;

    private final byte[] timestamp = new byte[EventTime.LONGEST];
    private int timestampLength;
    private final EnumSet<Flag> flags = EnumSet.noneOf(Flag.class);
    private LogEvent event;
    private int messageLength;
    private boolean messagePlain;
    private boolean attrsObject;
    private int attrsLength;
    private int timeLength;

    /**
     * Measures an event.
     *
     * @param cut whether its template leaves something out, which every event then says
     */
    void take(LogEvent next, boolean cut) {
        event = next;
        flags.clear();
        if (!next.flags().isEmpty()) {
            flags.addAll(next.flags());
        }
        if (cut) {
            flags.add(Flag.TRUNCATED);
        }
        timestampLength = EventTime.write(next, timestamp, 0);
        Slice message = next.message();
        messageLength = measured(message);
        messagePlain = messageLength == message.length() && !flags.contains(Flag.INVALID_UTF8);
        boolean line = next.kind() == LogEvent.Kind.LINE;
        attrsLength = line && next.attrs() != null ? attrs(next.attrs()) : -1;
        Slice time = next.time();
        timeLength = line && time != null && time.length() <= EventTime.LONGEST_WRITTEN ? measured(time) : -1;
    }

    /** Forgets the event: a template is kept for long, and an event's bytes keep a whole chunk alive. */
    void release() {
        event = null;
    }

    /** The most that a slot can come to, in bytes, without what comes from the message or the attrs. */
    static int longest(Slot slot) {
        return switch (slot) {
            case TIMESTAMP -> EventTime.LONGEST;
            case OFFSET -> Digits.LONGEST;
            case MESSAGE -> 0;
            case ID -> Digits.LONGEST + 1 + Digits.LONGEST;
            case STREAM -> STDOUT.length;
            case ATTRS -> ATTRS.length + 2;
            case TIME -> TIME.length + LONGEST_ESCAPE * EventTime.LONGEST_WRITTEN + 1;
            case REMARKS -> Remarks.LONGEST;
        };
    }

    /** Bytes that a slot takes for this event. */
    int length(Slot slot) {
        return switch (slot) {
            case TIMESTAMP -> timestampLength;
            case OFFSET -> Digits.length(event.offset());
            case MESSAGE -> messageLength;
            case ID -> Digits.length(event.offset()) + idEndLength();
            case STREAM -> stream().length;
            case ATTRS -> attrsLength < 0 ? 0 : ATTRS.length + attrsLength;
            case TIME -> timeLength < 0 ? 0 : TIME.length + timeLength + 1;
            case REMARKS -> Remarks.length(event, flags);
        };
    }

    /** Writes a slot's content and returns the position behind it. */
    int write(Slot slot, byte[] out, int position) {
        return switch (slot) {
            case TIMESTAMP -> put(timestamp, timestampLength, out, position);
            case OFFSET -> Digits.write(event.offset(), out, position);
            case MESSAGE -> message(out, position);
            case ID -> idEnd(out, Digits.write(event.offset(), out, position));
            case STREAM -> put(stream(), stream().length, out, position);
            case ATTRS -> attrsLength < 0 ? position : attrs(out, put(ATTRS, ATTRS.length, out, position));
            case TIME ->
                timeLength < 0
                        ? position
                        : quoteEnd(text(event.time(), out, put(TIME, TIME.length, out, position)), out);
            case REMARKS -> Remarks.write(event, flags, out, position);
        };
    }

    private int measured(Slice text) {
        int length = JsonText.measure(text.array(), text.from(), text.to());
        if (length >= 0) {
            return length;
        }
        flags.add(Flag.INVALID_UTF8);
        return ~length;
    }

    private int attrs(Slice attrs) {
        attrsObject = Attrs.isObject(attrs);
        return attrsObject ? attrs.length() : measured(attrs) + 2;
    }

    private int message(byte[] out, int position) {
        Slice message = event.message();
        if (messagePlain) {
            System.arraycopy(message.array(), message.from(), out, position, messageLength);
            return position + messageLength;
        }
        return text(message, out, position);
    }

    private int attrs(byte[] out, int position) {
        if (attrsObject) {
            return Attrs.write(event.attrs(), out, position);
        }
        out[position] = '"';
        return quoteEnd(text(event.attrs(), out, position + 1), out);
    }

    private int idEndLength() {
        return switch (event.kind()) {
            case LINE -> event.part() == 0 ? 0 : 1 + Digits.length(event.part());
            case GAP -> GAP.length;
            case ACCOUNT -> END.length;
        };
    }

    /** Must say the same as {@link LogEvent#id()}; a test compares. */
    private int idEnd(byte[] out, int position) {
        if (event.kind() != LogEvent.Kind.LINE) {
            return put(event.kind() == LogEvent.Kind.GAP ? GAP : END, GAP.length, out, position);
        }
        if (event.part() == 0) {
            return position;
        }
        out[position] = '-';
        return Digits.write(event.part(), out, position + 1);
    }

    private byte[] stream() {
        if (event.stream() == null || event.kind() != LogEvent.Kind.LINE) {
            return NONE;
        }
        return event.stream() == Stream.STDOUT ? STDOUT : STDERR;
    }

    private static int text(Slice text, byte[] out, int position) {
        return JsonText.write(text.array(), text.from(), text.to(), out, position);
    }

    private static int quoteEnd(int position, byte[] out) {
        out[position] = '"';
        return position + 1;
    }

    private static int put(byte[] bytes, int length, byte[] out, int position) {
        System.arraycopy(bytes, 0, out, position, length);
        return position + length;
    }

    private static byte[] stream(Stream stream) {
        return ascii(",\"stream\":\"" + stream.label() + '"');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
