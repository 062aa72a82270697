package io.tributary.collector.tail;

import io.tributary.collector.tail.TailListener.Backlog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is still to be read, and since when. Looked at once a second, so that reading pays nothing for it: the age of a byte is counted from
 * the last look that did not show it, never by a file's own times, which follow a clock that may jump.
 */
final class Arrears {

    private Map<FollowedFile, Mark> marks = Map.of();

    /**
     * Bytes that a look showed.
     *
     * @param end position behind the last of them
     * @param seen when that look was
     * @param since when the look before it was: none of the bytes that are unread now is older, but for those that were there from the beginning
     */
    private record Mark(long end, long seen, long since) {

        Mark next(FollowedFile file, long now) {
            long position = file.cursor().position();
            return position < end ? this : new Mark(position + file.unread(), now, seen);
        }
    }

    Backlog look(List<FileSequence> sequences, long now) {
        Map<FollowedFile, Mark> next = new HashMap<>();
        long unread = 0;
        long largest = 0;
        long oldest = now;
        int pending = 0;
        int open = 0;
        for (FileSequence sequence : sequences) {
            long container = 0;
            for (FollowedFile file : sequence.files()) {
                long bytes = file.cursor() == null ? 0 : file.unread();
                if (bytes > 0) {
                    Mark mark = marks.getOrDefault(file, new Mark(0, now, now)).next(file, now);
                    next.put(file, mark);
                    oldest = Math.min(oldest, mark.since());
                }
                container += bytes;
                pending += file.isPending() ? 1 : 0;
                open += file.isOpen() ? 1 : 0;
            }
            unread += container;
            largest = Math.max(largest, container);
        }
        marks = next;
        return new Backlog(unread, pending, open, now - oldest, largest);
    }
}
