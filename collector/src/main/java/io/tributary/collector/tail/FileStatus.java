package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.LogSource;
import java.nio.file.Path;
import java.util.Locale;

/**
 * How one file stands, for people.
 *
 * @param source whose log it is; {@code null} for a name that is not followed at all
 * @param path where it is read
 * @param file its id and generation; {@code null} as long as its first line is not known
 * @param offset where reading goes on, in bytes of the uncompressed file
 * @param acknowledged everything below it is safely in Kafka
 * @param size bytes of the uncompressed file; -1 while that is not known
 * @param backlog bytes on the disk that are not read, without a line that is being written
 * @param state what is done with it
 * @param reason why something is pending, or why it is refused; {@code null} if nothing is
 */
public record FileStatus(
        LogSource source,
        Path path,
        FileKey file,
        long offset,
        long acknowledged,
        long size,
        long backlog,
        State state,
        String reason) {

    /** What is done with a file. */
    public enum State {
        /** It is what the runtime writes to, and is read. */
        FOLLOWING,
        /** It was rotated away or deleted, and is read to its end. */
        DRAINING,
        /** It was read to its end and the centre knows. */
        FINISHED,
        /** It cannot be read on by itself: something must happen first. */
        WAITING,
        /** It cannot be opened or read, or may not be. */
        REFUSED;

        /** Lower case. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Why something of a file is pending; beside these a refused file bears a {@link FileProblem}. */
    public enum Pending {
        /** It was seen and is opened next. */
        NOT_OPENED,
        /** There is no byte in it. */
        EMPTY,
        /** Its first line is not complete, so it has no id yet. */
        FIRST_LINE,
        /** Its bytes are no longer under the name that they had; perhaps another name turns up. */
        DISPLACED,
        /** What was not read is destroyed; a gap record saying so is on its way. */
        LOST,
        /** Kafka takes nothing for this pod now; the file is the buffer. */
        NO_ROOM,
        /** Its turn comes. */
        UNREAD,
        /** It is read, and Kafka has not acknowledged all of it. */
        UNACKNOWLEDGED,
        /** Its last line has no end yet. */
        PARTIAL_LINE;

        /** Lower case with dashes. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
