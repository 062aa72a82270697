package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.parse.PlainRun;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A message that is not complete yet: a small head, and its bytes in pieces. As soon as it is too large for a record what is there leaves as a part,
 * so its state is bounded however long it gets. Where parts are cut depends on the bytes alone, never on how they arrived.
 */
final class OpenMessage {

    private static final byte[] NOTHING = {};

    private final MessageHead head;
    private final Pieces pieces;
    private final EnumSet<Flag> flags;
    private int parts;
    private int size;
    private int rendered;
    private boolean full;
    /** Up to three bytes of a character whose end is still to come. */
    private byte[] tail = NOTHING;

    OpenMessage(MessageHead head, String owner, Set<Flag> flags) {
        this.head = head;
        this.pieces = new Pieces(owner, 0);
        this.flags = EnumSet.noneOf(Flag.class);
        this.flags.addAll(flags);
        this.rendered = head.repeated();
    }

    private OpenMessage(StateInput in, String owner) {
        head = MessageHead.read(in);
        pieces = new Pieces(owner, in.small());
        flags = Flags.read(in);
        parts = in.small();
        size = in.small();
        rendered = in.small();
        full = in.flag();
        tail = in.bytes();
    }

    static OpenMessage read(StateInput in, String owner) {
        return new OpenMessage(in, owner);
    }

    /** Puts new bytes into the state and the head into the output. */
    void save(StateOutput out, StateChanges state) {
        pieces.save(state);
        head.write(out);
        out.number(pieces.stored());
        Flags.write(flags, out);
        out.number(parts).number(size).number(rendered).flag(full).bytes(tail, 0, tail.length);
    }

    /** Whether a message of so many bytes surely fits into one record. */
    static boolean surelyFits(int length, MessageHead head, AssemblyLimits limits) {
        return length <= limits.messageMaxBytes()
                && (long) length * JsonSize.MOST_PER_BYTE + head.repeated() <= limits.renderedMaxBytes();
    }

    void flag(Flag flag) {
        flags.add(flag);
    }

    /** Adds the bytes behind those that are there. */
    void append(byte[] array, int from, int to, Outcome out) {
        if (tail.length == 0) {
            take(array, from, to, false, out);
            return;
        }
        byte[] joined = Arrays.copyOf(tail, tail.length + to - from);
        System.arraycopy(array, from, joined, tail.length, to - from);
        tail = NOTHING;
        take(joined, 0, joined.length, false, out);
    }

    /** Ends the message; what is left of it leaves. */
    void close(Outcome out) {
        byte[] rest = tail;
        tail = NOTHING;
        take(rest, 0, rest.length, true, out);
        if (full && out.limits.oversize() == Oversize.DROP) {
            out.oversize++;
            return;
        }
        if (full) {
            flags.add(Flag.TRUNCATED);
        }
        Slice message = pieces.join(out.state);
        pieces.drop(out.state);
        out.events.add(head.event(message, parts == 0 ? 0 : parts + 1, true, Flags.copy(flags)));
    }

    private void take(byte[] array, int from, int to, boolean last, Outcome out) {
        int begin = from;
        int at = from;
        while (at < to && !full) {
            int plain = PlainRun.end(array, at, (int) Math.min(to, (long) at + room(out.limits))) - at;
            size += plain;
            rendered += plain;
            at += plain;
            int length = at < to ? JsonSize.length(array, at, to) : 0;
            if (length == 0 && (at == to || !last)) {
                break;
            }
            length = Math.max(1, length);
            int cost = JsonSize.of(array[at], length);
            if (size > 0 && !fits(length, cost, out.limits)) {
                pieces.add(array, begin, at);
                begin = at;
                leave(out);
            }
            if (!full) {
                size += length;
                rendered += cost;
                at += length;
            }
        }
        if (!full) {
            pieces.add(array, begin, at);
            tail = Arrays.copyOfRange(array, at, to);
        }
    }

    /** How many plain characters still fit. */
    private int room(AssemblyLimits limits) {
        return Math.max(0, Math.min(limits.messageMaxBytes() - size, limits.renderedMaxBytes() - rendered));
    }

    private boolean fits(int length, int cost, AssemblyLimits limits) {
        return length <= limits.messageMaxBytes() - size && cost <= limits.renderedMaxBytes() - rendered;
    }

    /** The record is full. */
    private void leave(Outcome out) {
        if (out.limits.oversize() == Oversize.SPLIT) {
            parts++;
            out.events.add(head.event(pieces.join(out.state), parts, false, Flags.copy(flags)));
            pieces.drop(out.state);
            size = 0;
            rendered = head.repeated();
            return;
        }
        full = true;
        if (out.limits.oversize() == Oversize.DROP) {
            pieces.drop(out.state);
        }
    }
}
