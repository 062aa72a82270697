package io.tributary.collector.tail;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.Gap;
import io.tributary.collector.chunk.RawRecord;
import io.tributary.collector.chunk.StillHere;
import io.tributary.schemas.GapCause;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far one file is handed over and acknowledged, and what was said of its end. Does no I/O; acknowledgements come on another thread. */
final class Cursor {

    private static final Logger LOGGER = LoggerFactory.getLogger(Cursor.class);

    private static final long NEVER = Long.MIN_VALUE;

    private final Handover handover;
    private final TailListener listener;
    private final int idLength;

    private FileKey file;
    private long position;
    private byte[] before;
    private Statement stated = Statement.NONE;
    private int statements;
    private boolean lost;
    private long lostEnd;
    private long signedOn = NEVER;

    private volatile long acknowledged;
    private volatile int acknowledgedStatements;

    /** @param idLength bytes of the first line that the id was taken from when the line was unfinished for good, else -1 */
    Cursor(Handover handover, TailListener listener, FileId id, int idLength, StartPosition start) {
        this.handover = handover;
        this.listener = listener;
        this.idLength = idLength;
        this.file = new FileKey(id, start.generation());
        rewind(start);
        this.stated = start.finished() ? Statement.FINISHED : Statement.NONE;
    }

    /** Goes back to what is safely in Kafka; what was said of the file's end and not acknowledged is said again. */
    void rewind(StartPosition start) {
        file = new FileKey(file.id(), start.generation());
        position = start.offset();
        before = start.before();
        acknowledged = start.offset();
        lost = false;
        if (!isStatementAcknowledged()) {
            acknowledgedStatements = statements;
            stated = start.finished() ? Statement.FINISHED : Statement.NONE;
        }
    }

    /** Tells of a file that nobody knows yet. */
    void met(FoundFile found) {
        listener.met(here(found, false));
    }

    /** Hands over the bytes between the buffer's position and limit, which start where the last ones ended. */
    void chunk(FoundFile found, ByteBuffer data) {
        int length = data.remaining();
        int lines =
                Newlines.count(data.array(), data.arrayOffset() + data.position(), data.arrayOffset() + data.limit());
        long from = position;
        boolean startsAtLine = from == 0 || (before.length > 0 && before[before.length - 1] == '\n');
        byte[] preceding = preceding(data);
        Chunk chunk = new Chunk(found.source(), file, from, startsAtLine, data, handover.readTime());
        position = from + length;
        before = preceding;
        stated = Statement.NONE;
        accept(chunk, from, here(found, false));
        listener.read(found.source(), length);
        listener.linesRead(lines);
    }

    /** The last bytes up to the end of the data, from the bytes before it if it is short. */
    private byte[] preceding(ByteBuffer data) {
        int length = data.remaining();
        if (length >= StartPosition.MAX_BEFORE) {
            byte[] last = new byte[StartPosition.MAX_BEFORE];
            data.get(data.limit() - last.length, last);
            return last;
        }
        int kept = Math.min(before.length, StartPosition.MAX_BEFORE - length);
        byte[] last = Arrays.copyOfRange(before, before.length - kept, before.length + length);
        data.get(data.position(), last, kept, length);
        return last;
    }

    /**
     * Says that all from the position on is lost; that ends this file, or this generation of it.
     *
     * @param bytes how many are lost, or at least so many
     * @param exact whether no more than these are lost
     */
    void lost(FoundFile found, long bytes, boolean exact, GapCause cause) {
        lostEnd = exact ? position + bytes : -1;
        Gap gap = new Gap(found.source(), file, position, lostEnd, bytes, cause, handover.readTime());
        int statement = ++statements;
        lost = true;
        handover.accept(gap, () -> acknowledgedStatements = statement);
        tell(found, bytes, cause);
    }

    /**
     * Goes on with the next generation, after a gap that ends this one.
     *
     * @param common up to where both are the same, as far as that is known
     * @param preceding the last bytes before that, up to 64
     */
    void wentBack(FoundFile found, long lowerBound, long common, byte[] preceding) {
        Gap gap = new Gap(found.source(), file, position, -1, lowerBound, GapCause.WENT_BACK, handover.readTime());
        file = file.next();
        position = common;
        before = preceding;
        acknowledged = unbegun(file);
        stated = Statement.NONE;
        accept(gap, unbegun(file), here(found, false));
        tell(found, lowerBound, GapCause.WENT_BACK);
    }

    /** What stands for "not even the gap is acknowledged", different for each generation: acknowledgements of an earlier one may be under way. */
    private static long unbegun(FileKey file) {
        return -file.generation();
    }

    private void tell(FoundFile found, long lowerBound, GapCause cause) {
        listener.lost(cause, lowerBound);
        LOGGER.atWarn()
                .addKeyValue("path", found.path())
                .addKeyValue("cause", cause.label())
                .addKeyValue("at_least_bytes", lowerBound)
                .log("Bytes of a log were destroyed before they could be read; a gap record says so in their place");
    }

    /**
     * Says that the file has ended: at the position, or where the gap behind it ends, if that is known.
     *
     * @param sure whether the position is the file's end if there is no gap
     */
    void end(FoundFile found, Statement statement, boolean sure) {
        long end = lost && lostEnd >= 0 ? lostEnd : position;
        boolean sizeKnown = lost ? lostEnd >= 0 : sure;
        EndOfFile record = new EndOfFile(
                found.source(), file, end, sizeKnown, statement.gone(), statement.instanceOver(), handover.readTime());
        stated = statement;
        int serial = ++statements;
        TailListener.Position here = here(found, true);
        boolean kept = !lost || !statement.gone();
        handover.accept(record, () -> {
            acknowledgedStatements = serial;
            if (kept) {
                listener.acknowledged(here.start().offset(), here);
            }
        });
    }

    /** Whether the file's sign of life was not given on this day of its own. */
    boolean isSignDue(long day) {
        if (signedOn == NEVER) {
            signedOn = day;
        }
        return signedOn != day && acknowledged >= 0;
    }

    /** Says that the file is still on the disk, and how far it is acknowledged. */
    void stillHere(FoundFile found, long day) {
        signedOn = day;
        handover.accept(new StillHere(found.source(), file, acknowledged, handover.readTime()), () -> {});
    }

    private void accept(RawRecord record, long from, TailListener.Position to) {
        handover.accept(record, () -> {
            if (acknowledged == from) {
                acknowledged = to.start().offset();
            }
            listener.acknowledged(Math.max(-1, from), to);
        });
    }

    private TailListener.Position here(FoundFile found, boolean finished) {
        StartPosition start = new StartPosition(file.generation(), position, before, idLength, finished);
        return new TailListener.Position(file, found.source(), found.path(), start);
    }

    FileKey file() {
        return file;
    }

    /** Where to read on. */
    long position() {
        return position;
    }

    /** The bytes that must precede the position, up to 64. */
    byte[] before() {
        return before;
    }

    /** Everything below it is safely in Kafka; negative when not even the start of this generation is. */
    long acknowledged() {
        return acknowledged;
    }

    /** Whether a gap of unknown size stands behind the position. */
    boolean isLost() {
        return lost;
    }

    boolean isAllAcknowledged() {
        return acknowledged == position;
    }

    /** What was last said of the file's end, acknowledged or not. */
    Statement stated() {
        return stated;
    }

    /** Whether the last end of file or gap that was handed over is safely in Kafka. */
    boolean isStatementAcknowledged() {
        return acknowledgedStatements == statements;
    }

    /**
     * What is said of a file's end; each can only become more.
     *
     * @param finished whether anything was said
     * @param instanceOver whether no further file of the container instance can come
     * @param gone whether the file is no longer on the disk
     */
    record Statement(boolean finished, boolean instanceOver, boolean gone) {
        static final Statement NONE = new Statement(false, false, false);
        static final Statement FINISHED = new Statement(true, false, false);
    }
}
