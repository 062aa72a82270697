package io.tributary.collector.tail;

import io.tributary.collector.tail.ChunkReader.Outcome;
import io.tributary.schemas.GapCause;
import java.io.IOException;

/** The bytes of a followed file: held open, told by their first line, read on from where they were left. */
final class Content {

    private final Reading reading;
    private final FollowedFile file;
    private final Handle handle = new Handle();
    private final Extent extent = new Extent();
    private final Landmarks landmarks = new Landmarks();
    private final Head head;
    private Cursor cursor;
    private int spent;

    /** @param file whose handle counts as one of the open files */
    Content(Reading reading, FollowedFile file) {
        this.reading = reading;
        this.file = file;
        this.head = new Head(reading.firstLines());
    }

    void open(FoundFile found, long now) throws IOException {
        handle.hold(found, reading.openFiles().open(file, now), reading.config().inflatedMaxBytes());
        extent.opened(now);
    }

    /** Goes on with what another one opened. */
    void take(Content other, long now) throws IOException {
        close();
        handle.take(other.handle);
        reading.openFiles().moved(other.file, file);
        extent.opened(now);
    }

    void close() throws IOException {
        handle.close();
        reading.openFiles().closed(file);
    }

    /**
     * Looks for the first line; once more when another file is written to, as other content of the same size may be there by now.
     *
     * @return whether the file can be told by it now
     */
    boolean identify(FoundFile found, Turn turn) throws IOException {
        notice(found, turn.now());
        boolean toConfirm = turn.last() && !extent.isConfirmed();
        if (!handle.isOpen() || (extent.isLookedAt() && !turn.complete() && !toConfirm)) {
            return false;
        }
        extent.confirm(turn.now(), turn.last());
        boolean identified = head.read(found.source(), handle.bytes(), extent.size(), turn.complete());
        if (!head.mayGoOn()) {
            extent.lookedAtAll();
        }
        return identified;
    }

    /**
     * Goes on where this file was left, by an earlier run perhaps.
     *
     * @return whether it was read to its end then, and has not grown
     */
    boolean start(FoundFile found) throws IOException {
        FirstLine line = head.line();
        StartPosition known = reading.starts().of(line.id());
        StartPosition start = known == null ? StartPosition.BEGINNING : known;
        cursor = new Cursor(reading.handover(), reading.listener(), line.id(), line.idLength(), start);
        if (known == null) {
            cursor.met(found);
        }
        extent.identified();
        return start.finished() && (!isPlain() || handle.bytes().size() == start.offset());
    }

    /** Reads on; cheap when nothing came. */
    Outcome read(FoundFile found, Turn turn) throws IOException {
        spent = 0;
        notice(found, turn.now());
        if (extent.shrank()) {
            return Outcome.CHANGED;
        }
        if (extent.isLookedAt() && (extent.held() == 0 || !turn.complete())) {
            boolean toConfirm = isToBeConfirmed(turn.now()) || (turn.last() && !extent.isConfirmed());
            return toConfirm ? confirmed(found, turn) : Outcome.END;
        }
        reading.openFiles().used(file);
        ChunkReader chunks = reading.chunks();
        Outcome outcome = chunks.read(found, handle.bytes(), head.line(), cursor, turn);
        spent = chunks.spent();
        switch (outcome) {
            case END -> extent.readTo(cursor.position(), chunks.held());
            case MORE -> extent.readTo(-1, 0);
            case NO_ROOM, CHANGED -> extent.rewound();
        }
        landmarks.pass(cursor.position(), cursor.before());
        return outcome == Outcome.NO_ROOM && isReplaced(found, turn.now()) ? Outcome.CHANGED : outcome;
    }

    /** Other content of exactly the same size shows in no other way; it is looked for now and then, and when no growth can show it later. */
    private Outcome confirmed(FoundFile found, Turn turn) throws IOException {
        if (!handle.isOpen()) {
            if (file.isReopenable()) {
                open(found, turn.now());
            }
            return Outcome.END;
        }
        extent.confirm(turn.now(), turn.last());
        return isUnchanged() ? Outcome.END : Outcome.CHANGED;
    }

    private boolean isToBeConfirmed(long now) {
        return isPlain()
                && extent.unconfirmedFor(now) > reading.config().scanInterval().toNanos();
    }

    /** Looks whether it is still what it was, though it is not read now; cheap when nothing came. */
    boolean isReplaced(FoundFile found, long now) throws IOException {
        notice(found, now);
        boolean replaced = extent.shrank();
        if (!replaced && isPlain() && (!extent.isVerified() || isToBeConfirmed(now))) {
            extent.confirm(now, false);
            replaced = !isUnchanged();
            if (!replaced) {
                extent.verify();
            }
        }
        return replaced;
    }

    /** Whether the open file is the one that was read so far; asks the disk. */
    private boolean isUnchanged() throws IOException {
        return reading.chunks().isUnchanged(handle.bytes(), head.line(), cursor);
    }

    /** A file that gave its handle up is opened again when its listed size tells that something came. */
    private void notice(FoundFile found, long now) throws IOException {
        if (!handle.isOpen()) {
            if (!found.hasChangedFrom(extent.size())) {
                return;
            }
            open(found, now);
        }
        extent.notice(handle.bytes().size(), now);
    }

    /** Whether a file that is not what it was begins with the same line all the same. */
    boolean hasSameHead(FoundFile found) throws IOException {
        extent.lookAgain();
        return head.isStillIn(found.source(), handle.bytes());
    }

    /** Goes on from where the file is still the same. The gap must be handed over first; as long as there is no room, it waits. */
    void wentBack(FoundFile found) throws IOException {
        if (!reading.handover().isOpen(found.source())) {
            extent.shrankStill();
            return;
        }
        FileBytes bytes = handle.bytes();
        long common = landmarks.lastIn(bytes, cursor.position(), cursor.before());
        landmarks.backTo(common);
        cursor.wentBack(found, missing(), common, Landmarks.before(bytes, common));
        extent.wentBack();
    }

    /**
     * Measures the file for the last time.
     *
     * @return whether its size is this content's
     */
    boolean measure(FoundFile found, long now) throws IOException {
        notice(found, now);
        boolean known = cursor != null && isUnchanged();
        if (known) {
            extent.verify();
        }
        return known;
    }

    /** Says that all behind the position is lost. */
    void lose(FoundFile found, GapCause cause, boolean exact) {
        cursor.lost(found, missing(), exact, cause);
    }

    /** Says that what is behind the end of what can be read is lost. */
    void cutOff(FoundFile found) {
        cursor.lost(found, 1, false, GapCause.LIMIT);
    }

    /** How much is known to have been there behind the position. */
    private long missing() {
        return extent.knownBehind(cursor.position());
    }

    /** Everything unacknowledged was thrown away: starts again behind what is safe. */
    void rewind() {
        StartPosition known = reading.starts().of(head.line().id());
        cursor.rewind(known == null ? StartPosition.BEGINNING : known);
        extent.rewound();
    }

    /** Bytes handed over in the last turn. */
    int spent() {
        return spent;
    }

    /** Whether it goes on behind what a compressed file may be inflated to. */
    boolean isCut() {
        return handle.isOpen() && handle.bytes().isCut();
    }

    /** Whether it is open and not compressed. */
    boolean isPlain() {
        return handle.isOpen() && handle.bytes().mayChange();
    }

    /** Whether all that is there is handed over and safely in Kafka. */
    boolean isReadAndAcknowledged() {
        return cursor != null && extent.held() == 0 && extent.isLookedAt() && cursor.isAllAcknowledged();
    }

    /** Whether there is nothing to do for which its handle must be kept; a look at its size tells when there is again. */
    boolean isIdle() {
        boolean idle = cursor == null ? !extent.hasBytes() : extent.held() == 0 && cursor.isAllAcknowledged();
        return idle && extent.isLookedAt() && !extent.shrank();
    }

    /** Whether it ends with a line that is only begun. */
    boolean hasUnreadTail() {
        return head.line() == null ? extent.hasBytes() : extent.held() > 0;
    }

    /** Bytes behind the position, without the beginning of a line that is being written. */
    long unread() {
        return extent.unreadBehind(cursor == null ? 0 : cursor.position());
    }

    Handle handle() {
        return handle;
    }

    Extent extent() {
        return extent;
    }

    FirstLine firstLine() {
        return head.line();
    }

    /** {@code null} before it is told by its first line. */
    Cursor cursor() {
        return cursor;
    }
}
