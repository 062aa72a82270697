package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.event.Stream;
import java.util.Set;

/**
 * What a message has from its first fragment.
 *
 * @param origin file of its first byte
 * @param offset position of the line that it begins with
 * @param stream {@code null} where the runtime did not tell
 * @param time the runtime's timestamp; {@code null} for a line that could not be parsed
 * @param epochSecond seconds since 1970
 * @param nano nanoseconds within that second
 * @param attrs Docker's attributes, or {@code null}
 */
record MessageHead(Origin origin, long offset, Stream stream, Slice time, long epochSecond, int nano, Slice attrs) {

    /** A whole message, or one part of it. */
    LogEvent event(Slice message, int part, boolean last, Set<Flag> flags) {
        return new LogEvent(
                LogEvent.Kind.LINE,
                origin,
                offset,
                part,
                last,
                stream,
                time,
                epochSecond,
                nano,
                message,
                attrs,
                flags,
                0);
    }

    /** Size of what is repeated with every part. */
    int repeated() {
        return attrs == null ? 0 : attrs.length();
    }

    void write(StateOutput out) {
        writeOrigin(origin, out);
        out.number(offset).choice(stream);
        writeSlice(time, out);
        out.number(epochSecond).number(nano);
        writeSlice(attrs, out);
    }

    static MessageHead read(StateInput in) {
        Origin origin = readOrigin(in);
        long offset = in.number();
        Stream stream = in.choice(Stream.class);
        Slice time = readSlice(in);
        long epochSecond = in.number();
        int nano = in.small();
        return new MessageHead(origin, offset, stream, time, epochSecond, nano, readSlice(in));
    }

    static void writeOrigin(Origin origin, StateOutput out) {
        out.text(origin.cluster())
                .text(origin.node())
                .text(origin.podDirectory())
                .text(origin.container())
                .number(origin.restart())
                .text(origin.containerId())
                .text(origin.linkPath())
                .text(origin.fileId());
    }

    static Origin readOrigin(StateInput in) {
        return new Origin(in.text(), in.text(), in.text(), in.text(), in.small(), in.text(), in.text(), in.text());
    }

    private static void writeSlice(Slice slice, StateOutput out) {
        if (slice == null) {
            out.bytes(null, 0, 0);
        } else {
            out.bytes(slice.array(), slice.from(), slice.to());
        }
    }

    private static Slice readSlice(StateInput in) {
        byte[] bytes = in.bytes();
        return bytes == null ? null : Slice.of(bytes);
    }
}
