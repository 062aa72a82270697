package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The open messages of one container instance, over all of its files, and when something was last heard of it. One entry of the state with their
 * heads, there only while a message is open.
 */
final class ContainerMessages {

    static final String PREFIX = "c/";

    private final String key;
    private final boolean stored;
    private final List<Open> open = new ArrayList<>(2);
    private long lastHeard;

    /** One open message. */
    static final class Open {
        final MessageKey key;
        final OpenMessage message;
        /** The physical line that is flowing into it, named by file and offset; {@code null} between lines. */
        String line;
        /** Position behind the last line that went into it. */
        long end;

        private Open(MessageKey key, OpenMessage message) {
            this.key = key;
            this.message = message;
        }
    }

    private ContainerMessages(String key, byte[] entry) {
        this.key = key;
        this.stored = entry != null;
        if (stored) {
            StateInput in = new StateInput(entry);
            lastHeard = in.number();
            for (int i = in.small(); i > 0; i--) {
                MessageKey messageKey = MessageKey.read(in);
                String line = in.text();
                long end = in.number();
                Open read = new Open(messageKey, OpenMessage.read(in, owner(messageKey)));
                read.line = line;
                read.end = end;
                open.add(read);
            }
        }
    }

    static ContainerMessages of(Origin origin, StateChanges state) {
        String key = PREFIX
                + origin.cluster()
                + '/'
                + origin.podDirectory()
                + '/'
                + origin.container()
                + '/'
                + origin.restart();
        return new ContainerMessages(key, state.get(key));
    }

    static ContainerMessages of(String key, byte[] entry) {
        return new ContainerMessages(key, entry);
    }

    long lastHeard() {
        return lastHeard;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void heard(long timeMillis) {
        lastHeard = Math.max(lastHeard, timeMillis);
    }

    /** The open message of a key, or {@code null}. */
    Open find(MessageKey wanted) {
        return first(candidate -> candidate.key.equals(wanted));
    }

    /** The message that a physical line is flowing into, or {@code null}. */
    Open flowing(String line) {
        return first(candidate -> Objects.equals(candidate.line, line));
    }

    private Open first(Predicate<Open> wanted) {
        for (Open candidate : open) {
            if (wanted.test(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    Open add(MessageKey messageKey, MessageHead head, Set<Flag> flags) {
        Open added = new Open(messageKey, new OpenMessage(head, owner(messageKey), flags));
        open.add(added);
        return added;
    }

    /** Ends one message; its event leaves. */
    void close(Open closed, Outcome out) {
        open.remove(closed);
        if (closed.line != null) {
            out.lines++;
        }
        closed.message.close(out);
    }

    /** Ends all messages of the container: bytes are missing (protocol 20), or nothing more can come. */
    void closeAll(Flag why, Outcome out) {
        closeIf(candidate -> true, why, out);
    }

    /** Ends the messages from holes of a file that do not go on at a position and into which no unfinished line flows. */
    void closeLate(String fileId, long goesOnAt, Flag why, Outcome out) {
        closeIf(
                candidate ->
                        fileId.equals(candidate.key.lateFile()) && candidate.line == null && candidate.end != goesOnAt,
                why,
                out);
    }

    private void closeIf(Predicate<Open> ended, Flag why, Outcome out) {
        for (Open one : open.stream().filter(ended).toList()) {
            one.message.flag(why);
            close(one, out);
        }
    }

    void save(StateChanges state) {
        if (open.isEmpty()) {
            if (stored) {
                state.delete(key);
            }
            return;
        }
        StateOutput entry = new StateOutput().number(lastHeard).number(open.size());
        for (Open one : open) {
            one.key.write(entry);
            entry.text(one.line).number(one.end);
            one.message.save(entry, state);
        }
        state.put(key, entry.toBytes());
    }

    private String owner(MessageKey messageKey) {
        return key + '/' + messageKey.label();
    }
}
