package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.tail.Cursor.Statement;
import io.tributary.schemas.GapCause;
import java.util.Comparator;

/** A file that an earlier run followed and that does not show in this one; perhaps it does in the next listing. */
final class AbsentFile {

    /** As far as names and what was said of them tell. */
    static final Comparator<AbsentFile> OLDEST_FIRST = Comparator.comparingInt(AbsentFile::restart)
            .thenComparing(absent -> absent.found.form() == FoundFile.Form.CURRENT)
            .thenComparing(absent -> !absent.finished)
            .thenComparing(absent -> absent.found.path().getFileName());

    /** A directory that is read while a name changes may miss both the old and the new one. */
    private static final int LISTINGS_UNTIL_GONE = 2;

    private final Reading reading;
    private final FoundFile found;
    private final Cursor cursor;
    private final FileId id;
    private final boolean finished;
    private int missed;
    private boolean drained;
    private boolean gapDue;

    /** @param found how it would be listed if it were there */
    AbsentFile(Reading reading, Remembered file, FoundFile found) {
        this.reading = reading;
        this.found = found;
        this.id = file.file().id();
        this.finished = file.start().finished();
        this.gapDue = !finished;
        this.cursor = new Cursor(
                reading.handover(), reading.listener(), id, file.start().idLength(), file.start());
    }

    int restart() {
        return found.source().restart();
    }

    FoundFile found() {
        return found;
    }

    FileId id() {
        return id;
    }

    /** A listing ended that did not show it. */
    void missed() {
        missed++;
    }

    boolean isGone() {
        return missed >= LISTINGS_UNTIL_GONE;
    }

    /** Whether any of it is acknowledged. */
    boolean isBegun() {
        return cursor.position() > 0;
    }

    /**
     * Another one of the container was begun, and that is done only when those before it are drained. What has the name that is written to is
     * the last one of its instance; other names tell which comes first.
     */
    void drainedBefore(FoundFile begun) {
        int later = Integer.compare(begun.source().restart(), restart());
        boolean last = begun.form() == FoundFile.Form.CURRENT;
        boolean rotatedBefore = found.form() != FoundFile.Form.CURRENT
                && found.path().getFileName().compareTo(begun.path().getFileName()) < 0;
        drained |= later > 0 || (later == 0 && (last || rotatedBefore));
        gapDue &= !drained;
    }

    /** Whatever follows it on the disk is not shown to be its direct successor. */
    void breakSuccession() {
        gapDue |= !drained;
    }

    /**
     * Says that it is gone, behind a gap in place of what nobody read.
     *
     * @param cause of the gap, if there must be one
     * @param instanceOver whether no further file of its container instance can come
     * @return whether all is said
     */
    boolean say(GapCause cause, boolean instanceOver) {
        if (gapDue && isOpen()) {
            cursor.lost(found, 0, false, cause);
            gapDue = false;
        }
        if (!gapDue && !cursor.stated().gone() && isOpen()) {
            cursor.end(found, new Statement(true, instanceOver, true), finished);
        }
        return cursor.stated().gone();
    }

    private boolean isOpen() {
        return reading.handover().isOpen(found.source());
    }

    /** Forgets the file once all that was said of it is safely in Kafka; returns whether it is. */
    boolean forgetIfAcknowledged() {
        boolean done = cursor.stated().gone() && cursor.isStatementAcknowledged();
        if (done) {
            reading.listener().forgotten(cursor.file());
        }
        return done;
    }

    /** Everything unacknowledged was thrown away. */
    void rewind() {
        if (!cursor.isStatementAcknowledged()) {
            gapDue |= cursor.isLost();
            cursor.rewind(reading.starts().of(id));
        }
    }
}
