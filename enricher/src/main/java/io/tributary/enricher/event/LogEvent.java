package io.tributary.enricher.event;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * One assembled record of the output: a line, a gap in a file, or the account of a finished file.
 *
 * @param kind which of the three
 * @param origin file of the event's first byte
 * @param offset position of the event's first byte in that file
 * @param part 0 for an event that is whole, else 1, 2, … of one that was too long
 * @param lastPart whether no further part follows; true for a whole event
 * @param stream {@code null} where the runtime did not tell (unparsed lines, gaps, accounts)
 * @param time the runtime's timestamp as written, of the first fragment; {@code null} where there is none
 * @param epochSecond the event's time, seconds since 1970: the runtime's, else when the bytes were read
 * @param nano nanoseconds within that second
 * @param message the joined message, any bytes
 * @param attrs Docker's {@code attrs} as a JSON object; {@code null} where there is none
 * @param flags what is to be said of it; never null, not to be changed
 * @param gapBytes for a gap: how many bytes are missing (a lower bound where the end is not known); else 0
 */
public record LogEvent(
        Kind kind,
        Origin origin,
        long offset,
        int part,
        boolean lastPart,
        Stream stream,
        Slice time,
        long epochSecond,
        int nano,
        Slice message,
        Slice attrs,
        Set<Flag> flags,
        long gapBytes) {

    /** What kind of event it is; decides the end of its id. */
    public enum Kind {
        /** A log message. */
        LINE,
        /** Missing bytes. */
        GAP,
        /** The account of a finished file. */
        ACCOUNT
    }

    /** Checks what must be there. */
    public LogEvent {
        Objects.requireNonNull(kind, "kind is null");
        Objects.requireNonNull(origin, "origin is null");
        Objects.requireNonNull(message, "message is null");
        Objects.requireNonNull(flags, "flags is null");
    }

    /** The same event with one flag more. */
    public LogEvent with(Flag flag) {
        if (flags.contains(flag)) {
            return this;
        }
        EnumSet<Flag> more = EnumSet.of(flag);
        more.addAll(flags);
        return new LogEvent(
                kind, origin, offset, part, lastPart, stream, time, epochSecond, nano, message, attrs, more, gapBytes);
    }

    /**
     * The event's id: the same for the same bytes, however often they are sent or read.
     * {@code <file id>-<offset>}, with {@code -<part>}, {@code -gap} or {@code -end} behind; no two records share one.
     */
    public String id() {
        String id = origin.fileId() + '-' + offset;
        return switch (kind) {
            case LINE -> part == 0 ? id : id + '-' + part;
            case GAP -> id + "-gap";
            case ACCOUNT -> id + "-end";
        };
    }
}
