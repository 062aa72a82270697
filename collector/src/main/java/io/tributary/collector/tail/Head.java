package io.tributary.collector.tail;

import io.tributary.collector.chunk.LogSource;
import java.io.IOException;

/** The beginning of a file, by which its content is known: what is blank there, and the first line. */
final class Head {

    private final FirstLineReader reader;
    private long skipped;
    private boolean mayGoOn;
    private FirstLine line;

    Head(FirstLineReader reader) {
        this.reader = reader;
    }

    /**
     * Looks for the first line.
     *
     * @param size of the file now
     * @param complete whether nothing more can come
     * @return whether it is there
     */
    boolean read(LogSource source, FileBytes bytes, long size, boolean complete) throws IOException {
        // Only a hole of megabytes is worth remembering how far it reaches; a short head may have been written anew.
        long from = skipped > TailConfig.MAX_BYTES && skipped <= size ? skipped : 0;
        skipped = reader.skipBlank(bytes, from);
        mayGoOn = skipped - from >= FirstLineReader.BLANK_PER_TURN;
        if (mayGoOn) {
            return false;
        }
        line = reader.read(source, bytes, skipped, complete);
        return line != null;
    }

    /** Whether the last look ended inside a hole, so that the next may find more although the file did not grow. */
    boolean mayGoOn() {
        return mayGoOn;
    }

    /** Whether the file still begins with the same first line, all of it. */
    boolean isStillIn(LogSource source, FileBytes bytes) throws IOException {
        long blank = reader.skipBlank(bytes, line.skipped() > TailConfig.MAX_BYTES ? line.skipped() : 0);
        FirstLine now = line.unfinished()
                ? reader.readUnfinished(source, bytes, blank, line.length())
                : reader.read(source, bytes, blank, false);
        return now != null && now.id().equals(line.id());
    }

    /** {@code null} as long as there is none. */
    FirstLine line() {
        return line;
    }
}
