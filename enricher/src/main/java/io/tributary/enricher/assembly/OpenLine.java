package io.tributary.enricher.assembly;

import io.tributary.enricher.assembly.ContainerMessages.Open;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.parse.CriLineParser;
import io.tributary.enricher.parse.RuntimeLineParser;
import java.util.Set;

/**
 * A physical line whose newline has not come yet. Its beginning is kept until the format can be told; then a CRI line's content flows into its
 * message, a JSON object is kept whole up to a limit, and anything else flows on as it stands. So a line of any length needs no more state than a
 * message (protocol 2).
 */
final class OpenLine {

    private final long start;
    private final long readTime;
    private final boolean late;
    private final String name;
    private final Pieces pieces;
    private State state = State.BEGINNING;
    private long end;
    private int kept;
    /** For a CRI line: whether its message is complete with it. */
    private boolean completes;
    /** For a line that flows as it stands. */
    private OpenMessage raw;

    private enum State {
        /** Too short to tell the format. */
        BEGINNING,
        /** A JSON object, kept until it is whole. */
        OBJECT,
        /** CRI: the content flows into the container's message. */
        CONTENT,
        /** Neither: flows as it stands. */
        RAW
    }

    OpenLine(LinePlace place, String fileId) {
        this(place.start(), place.readTime(), place.late(), fileId, 0);
        end = start;
    }

    private OpenLine(long start, long readTime, boolean late, String fileId, int stored) {
        this.start = start;
        this.readTime = readTime;
        this.late = late;
        this.name = fileId + '@' + start;
        this.pieces = new Pieces("f/" + name, stored);
    }

    static OpenLine read(StateInput in, String fileId) {
        OpenLine line = new OpenLine(in.number(), in.number(), in.flag(), fileId, in.small());
        line.state = in.choice(State.class);
        line.end = in.number();
        line.kept = in.small();
        line.completes = in.flag();
        if (in.flag()) {
            line.raw = OpenMessage.read(in, line.rawOwner());
        }
        return line;
    }

    void save(StateOutput entry, StateChanges changes) {
        pieces.save(changes);
        entry.number(start).number(readTime).flag(late).number(pieces.stored());
        entry.choice(state).number(end).number(kept).flag(completes).flag(raw != null);
        if (raw != null) {
            raw.save(entry, changes);
        }
    }

    /** Position of its first byte. */
    long start() {
        return start;
    }

    /** Position behind the last of its bytes. */
    long end() {
        return end;
    }

    /** Makes it the rest of a line whose beginning left already: it is never parsed. */
    void beRest(MessageAssembly to) {
        beRaw(start, Set.of(Flag.UNPARSED, Flag.TRUNCATED), to);
    }

    /** More of the line, not its end. */
    void extend(byte[] array, int from, int to, MessageAssembly into) {
        end += to - from;
        switch (state) {
            case CONTENT -> content(array, from, to, into);
            case RAW -> raw.append(array, from, to, into.out);
            default -> keep(array, from, to, into);
        }
    }

    /** The rest of the line, up to its newline. */
    void finish(byte[] array, int from, int to, MessageAssembly into) {
        extend(array, from, to, into);
        // The newline.
        end++;
        close(null, into);
    }

    /** Ends the line; {@code why} is {@code null} if it has a newline. */
    void close(Flag why, MessageAssembly into) {
        switch (state) {
            case CONTENT -> closeContent(why, into);
            case RAW -> closeRaw(why, into);
            default -> {
                Slice whole = pieces.join(into.out.state);
                pieces.drop(into.out.state);
                into.line(whole.array(), whole.from(), whole.to(), place(start, why));
            }
        }
    }

    private void keep(byte[] array, int from, int to, MessageAssembly into) {
        pieces.add(array, from, to);
        kept += to - from;
        if (state == State.BEGINNING && kept > CriLineParser.MAX_PREFIX) {
            tell(into);
        } else if (state == State.OBJECT && kept > MessageAssembly.MAX_DOCKER_LINE) {
            beRaw(start, Set.of(Flag.UNPARSED), into);
        }
    }

    private void tell(MessageAssembly into) {
        Slice beginning = pieces.join(into.out.state);
        if (RuntimeLineParser.opensObject(beginning.array(), beginning.from(), beginning.to())) {
            state = State.OBJECT;
            return;
        }
        int flows = into.flow(beginning.array(), beginning.from(), beginning.to(), place(start, null), name);
        if (flows < 0) {
            beRaw(start, Set.of(Flag.UNPARSED), into);
        } else {
            pieces.drop(into.out.state);
            state = State.CONTENT;
            completes = flows > 0;
        }
    }

    private void beRaw(long from, Set<Flag> flags, MessageAssembly into) {
        LinePlace place = place(from, null);
        Slice kept = pieces.join(into.out.state);
        pieces.drop(into.out.state);
        raw = new OpenMessage(into.unparsedHead(place), rawOwner(), place.flags(flags));
        raw.append(kept.array(), kept.from(), kept.to(), into.out);
        state = State.RAW;
    }

    private void content(byte[] array, int from, int to, MessageAssembly into) {
        Open message = into.messages.flowing(name);
        if (message != null) {
            message.message.append(array, from, to, into.out);
        } else if (from < to) {
            // Its message was closed meanwhile; what comes now is the rest of a line.
            beRaw(end - (to - from), Set.of(Flag.UNPARSED, Flag.TRUNCATED), into);
            raw.append(array, from, to, into.out);
        }
    }

    private void closeContent(Flag why, MessageAssembly into) {
        Open message = into.messages.flowing(name);
        if (message == null) {
            return;
        }
        message.line = null;
        message.end = end;
        into.out.lines++;
        if (why != null) {
            message.message.flag(why);
        }
        if (completes) {
            into.messages.close(message, into.out);
        }
    }

    private void closeRaw(Flag why, MessageAssembly into) {
        into.out.lines++;
        if (why != null) {
            raw.flag(why);
        }
        raw.close(into.out);
    }

    private LinePlace place(long from, Flag ending) {
        return new LinePlace(from, readTime, late, ending);
    }

    private String rawOwner() {
        return "f/" + name + "/raw";
    }
}
