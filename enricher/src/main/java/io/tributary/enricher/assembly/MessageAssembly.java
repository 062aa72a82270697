package io.tributary.enricher.assembly;

import io.tributary.enricher.assembly.ContainerMessages.Open;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.parse.LineParser;
import io.tributary.enricher.parse.ParsedLine;
import io.tributary.enricher.parse.RuntimeLineParser;
import java.util.Set;

/** From physical lines to messages: parses, joins fragments per stream, and makes events of what is complete. */
final class MessageAssembly {

    /**
     * A JSON object longer than this is no record of Docker's, which end below 100 KiB: it is passed on unparsed. JSON cannot be read while it
     * arrives, so this much of a line is kept.
     */
    static final int MAX_DOCKER_LINE = 1 << 20;

    private static final Set<Flag> UNPARSED = Set.of(Flag.UNPARSED);
    private static final int MILLIS = 1000;
    private static final int NANOS_PER_MILLI = 1_000_000;

    final Outcome out;
    final ContainerMessages messages;
    private final Origin origin;
    private final LineParser parser = new RuntimeLineParser();
    private final ParsedLine parsed = new ParsedLine();

    MessageAssembly(Outcome out, ContainerMessages messages, Origin origin) {
        this.out = out;
        this.messages = messages;
        this.origin = origin;
    }

    Origin origin() {
        return origin;
    }

    /** A whole physical line, without its newline. */
    void line(byte[] array, int from, int to, LinePlace place) {
        out.lines++;
        boolean tooLong = to - from > MAX_DOCKER_LINE && RuntimeLineParser.opensObject(array, from, to);
        if (tooLong || !parser.parse(array, from, to, parsed)) {
            unparsed(array, from, to, place);
            return;
        }
        boolean complete = parsed.complete() || !out.limits.joinPartials();
        MessageKey key = null;
        if (!complete || !messages.isEmpty()) {
            key = key(place);
            Open open = messages.find(key);
            if (open != null || !complete) {
                join(open, key, complete, place, place.start() + (to - from) + 1);
                return;
            }
        }
        emit(head(place), place.flags(flags()));
    }

    private Set<Flag> flags() {
        return parsed.replaced() ? Set.of(Flag.INVALID_UTF8) : Set.of();
    }

    private void emit(MessageHead head, Set<Flag> flags) {
        if (OpenMessage.surelyFits(parsed.to() - parsed.from(), head, out.limits)) {
            out.events.add(head.event(parsed.message(), 0, true, flags));
        } else {
            OpenMessage message = new OpenMessage(head, "", flags);
            message.append(parsed.array(), parsed.from(), parsed.to(), out);
            message.close(out);
        }
    }

    private void join(Open found, MessageKey key, boolean complete, LinePlace place, long end) {
        Open open = opened(found, key, place);
        open.message.append(parsed.array(), parsed.from(), parsed.to(), out);
        open.end = end;
        if (parsed.replaced()) {
            open.message.flag(Flag.INVALID_UTF8);
        }
        if (place.ending() != null) {
            open.message.flag(place.ending());
        }
        if (complete) {
            messages.close(open, out);
        }
    }

    /** The message that the parsed line belongs to. */
    private Open opened(Open found, MessageKey key, LinePlace place) {
        if (found != null && found.line == null) {
            out.joined++;
            return found;
        }
        if (found != null) {
            // Another file's unfinished line was flowing into it: they cannot be told apart any more.
            found.message.flag(Flag.TRUNCATED);
            messages.close(found, out);
        }
        return messages.add(key, head(place), place.flags(Set.of()));
    }

    /**
     * Begins a CRI line whose end has not come yet, if that is what it is: what is there of its content flows into its message at once.
     *
     * @param line names the line
     * @return 1 if the message will be complete with this line, 0 if not, -1 if this is no CRI line
     */
    int flow(byte[] array, int from, int to, LinePlace place, String line) {
        if (RuntimeLineParser.opensObject(array, from, to) || !parser.parse(array, from, to, parsed)) {
            return -1;
        }
        MessageKey key = key(place);
        Open open = opened(messages.find(key), key, place);
        open.line = line;
        open.message.append(parsed.array(), parsed.from(), parsed.to(), out);
        return parsed.complete() || !out.limits.joinPartials() ? 1 : 0;
    }

    /** A line, or the rest of one, that no parser can read. */
    private void unparsed(byte[] array, int from, int to, LinePlace place) {
        MessageHead head = unparsedHead(place);
        Set<Flag> flags = place.flags(UNPARSED);
        if (OpenMessage.surelyFits(to - from, head, out.limits)) {
            out.events.add(head.event(new Slice(array, from, to), 0, true, flags));
        } else {
            OpenMessage message = new OpenMessage(head, "", flags);
            message.append(array, from, to, out);
            message.close(out);
        }
    }

    /** The head of a message that is a line as it stands. */
    MessageHead unparsedHead(LinePlace place) {
        return new MessageHead(
                origin,
                place.start(),
                null,
                null,
                Math.floorDiv(place.readTime(), MILLIS),
                Math.floorMod(place.readTime(), MILLIS) * NANOS_PER_MILLI,
                null);
    }

    private MessageHead head(LinePlace place) {
        return new MessageHead(
                origin,
                place.start(),
                parsed.stream(),
                parsed.time(),
                parsed.epochSecond(),
                parsed.nano(),
                parsed.attrs());
    }

    private MessageKey key(LinePlace place) {
        return new MessageKey(parsed.format(), parsed.stream(), place.late() ? origin.fileId() : null);
    }
}
