package io.tributary.collector.tail;

import io.tributary.collector.tail.ChunkReader.Outcome;
import io.tributary.collector.tail.Cursor.Statement;
import io.tributary.schemas.GapCause;
import java.io.IOException;

/**
 * One content that is followed, under whatever names it shows: the file itself, a copy, a compressed sibling.
 * It is known by its first line; before that is there it has a name only.
 */
final class FollowedFile {

    private final Reading reading;
    private final Presence presence;
    private final Handle handle = new Handle();
    private final Extent extent = new Extent();
    private final Landmarks landmarks = new Landmarks();
    private final Head head;
    private State state = State.UNOPENED;
    private Cursor cursor;
    private GapCause lossCause;
    private boolean lossExact;
    private int spent;
    private int listings;

    FollowedFile(Reading reading, FoundFile found) {
        this.reading = reading;
        this.presence = new Presence(found);
        this.head = new Head(reading.firstLines());
    }

    /** What can be done with a file. */
    enum State {
        /** Seen, to be opened. */
        UNOPENED,
        /** Open; identified as soon as its first line is there. */
        OPEN,
        /** Its bytes are no longer where they were; perhaps a copy turns up. */
        ORPHANED,
        /** A gap was handed over in place of what is missing. */
        LOST,
        /** Read to its end, acknowledged and closed. */
        FINISHED
    }

    void open(long now) throws IOException {
        handle.hold(
                found(), reading.openFiles().open(this, now), reading.config().inflatedMaxBytes());
        opened(now);
    }

    /** Goes on with what another one opened. */
    void take(FollowedFile other, long now) throws IOException {
        close();
        handle.take(other.handle);
        reading.openFiles().moved(other, this);
        opened(now);
    }

    private void opened(long now) {
        state = State.OPEN;
        extent.opened(now);
    }

    /** Another name shows the same content; what is not compressed is read, and what is open already goes on. */
    void merge(FollowedFile same, long now) throws IOException {
        boolean plain = same.handle.bytes().mayChange();
        boolean plainAtLast = plain && handle.isOpen() && !handle.bytes().mayChange();
        boolean unread = state == State.FINISHED && plain && same.handle.bytes().size() != cursor.position();
        if (plainAtLast || unread || state == State.ORPHANED || state == State.LOST) {
            presence.prefer(same.found());
            take(same, now);
        } else {
            presence.addCopy(same.found());
            same.close();
        }
    }

    /**
     * Its bytes are nowhere to be read, as far as is known.
     *
     * @param cause of the gap if they do not turn up
     * @param exact whether it is known how many they are
     */
    void orphan(GapCause cause, boolean exact) {
        state = State.ORPHANED;
        lossCause = cause;
        lossExact = exact;
        listings = 0;
        presence.displace();
    }

    /** Opens it again: it was read to its end, or went elsewhere, and more or the rest is there now. */
    void reopen() {
        state = State.UNOPENED;
    }

    /**
     * Looks for the first line.
     *
     * @return whether the file can be told by it now
     */
    boolean identify(long now, boolean complete) throws IOException {
        notice(now);
        if (!handle.isOpen() || (extent.isLookedAt() && !complete)) {
            return false;
        }
        boolean identified = head.read(found().source(), handle.bytes(), extent.size(), complete);
        if (!head.mayGoOn()) {
            extent.lookedAtAll();
        }
        return identified;
    }

    /** Goes on where this file was left, by an earlier run perhaps. */
    void start() throws IOException {
        FirstLine line = firstLine();
        StartPosition known = reading.starts().of(line.id());
        StartPosition start = known == null ? StartPosition.BEGINNING : known;
        cursor = new Cursor(reading.handover(), reading.listener(), line.id(), line.idLength(), start);
        if (known == null) {
            cursor.met(found());
        }
        extent.identified();
        FileBytes bytes = handle.bytes();
        if (start.finished() && (!bytes.mayChange() || bytes.size() == start.offset())) {
            finish();
        }
    }

    /** Reads on; cheap when nothing came. */
    Outcome read(Turn turn) throws IOException {
        spent = 0;
        notice(turn.now());
        if (extent.shrank()) {
            return Outcome.CHANGED;
        }
        if (extent.isLookedAt() && (extent.held() == 0 || !turn.complete())) {
            return turn.last() ? confirmed(turn.now()) : Outcome.END;
        }
        reading.openFiles().used(this);
        ChunkReader chunks = reading.chunks();
        Outcome outcome = chunks.read(found(), handle.bytes(), firstLine(), cursor, turn);
        spent = chunks.spent();
        switch (outcome) {
            case END -> extent.readTo(cursor.position(), chunks.held());
            case MORE -> extent.readTo(-1, 0);
            case NO_ROOM, CHANGED -> extent.rewound();
        }
        landmarks.pass(cursor.position(), cursor.before());
        return outcome == Outcome.NO_ROOM && isReplaced(turn.now()) ? Outcome.CHANGED : outcome;
    }

    /** Other content of exactly the same size shows in no other way, and the file will not grow any more. */
    private Outcome confirmed(long now) throws IOException {
        if (!handle.isOpen()) {
            if (isReopenable() && !extent.isConfirmed()) {
                open(now);
            }
            return Outcome.END;
        }
        if (!extent.isConfirmed() && !isUnchanged()) {
            return Outcome.CHANGED;
        }
        extent.confirm();
        return Outcome.END;
    }

    /** Looks whether it is still what it was, though it is not read now; cheap when nothing came. */
    boolean isReplaced(long now) throws IOException {
        notice(now);
        boolean replaced = extent.shrank();
        if (!replaced
                && handle.isOpen()
                && !extent.isVerified()
                && handle.bytes().mayChange()) {
            replaced = !isUnchanged();
            if (!replaced) {
                extent.verify();
            }
        }
        return replaced;
    }

    /** Whether the open file is the one that was read so far; asks the disk. */
    private boolean isUnchanged() throws IOException {
        return reading.chunks().isUnchanged(handle.bytes(), firstLine(), cursor);
    }

    /** Bytes handed over in the last turn. */
    int spent() {
        return spent;
    }

    private void notice(long now) throws IOException {
        if (!handle.isOpen()) {
            if (!found().hasChangedFrom(extent.size())) {
                return;
            }
            open(now);
        }
        extent.notice(handle.bytes().size(), now);
    }

    /**
     * Finds out what became of a file that is not what it was.
     *
     * @return the other content that is in the file now, or {@code null} if it is still this one's
     */
    FollowedFile replaced(long now) throws IOException {
        boolean plain = handle.bytes().mayChange();
        extent.lookAgain();
        if (plain && head.isStillIn(found().source(), handle.bytes())) {
            wentBack();
            return null;
        }
        FollowedFile successor = new FollowedFile(reading, found());
        orphan(GapCause.TRUNCATED, false);
        if (plain) {
            successor.take(this, now);
            return successor;
        }
        close();
        return null;
    }

    /** The gap must be handed over before what stands there now; as long as there is no room, it waits. */
    private void wentBack() throws IOException {
        if (!reading.handover().isOpen(found().source())) {
            extent.shrankStill();
            return;
        }
        FileBytes bytes = handle.bytes();
        long common = landmarks.lastIn(bytes, cursor.position(), cursor.before());
        landmarks.backTo(common);
        cursor.wentBack(found(), missing(), common, Landmarks.before(bytes, common));
        extent.wentBack();
    }

    /** Says that what was not read is lost. */
    void giveUp() {
        cursor.lost(found(), missing(), lossExact, lossCause);
        state = State.LOST;
    }

    /** Lets its bytes go, which only its handle keeps on the disk: another name may show them, else they are lost. */
    void letGo(long grace, long now) throws IOException {
        notice(now);
        boolean known = cursor != null && isUnchanged();
        close();
        if (cursor == null || !presence.isGone()) {
            reopen();
            return;
        }
        if (known) {
            extent.verify();
        }
        orphan(GapCause.LIMIT, known && extent.isQuietFor(grace, now));
    }

    /** The content goes on behind what a compressed file may be inflated to. */
    boolean isCut() {
        return handle.isOpen() && handle.bytes().isCut();
    }

    /** Says that what is behind the end of what can be read is lost. */
    void cutOff() {
        cursor.lost(found(), 1, false, GapCause.LIMIT);
    }

    /** How much is known to have been there behind the position. */
    private long missing() {
        return extent.knownBehind(cursor.position());
    }

    /** Says what is known of the file's end, if that is more than was said before. */
    void say(Statement statement) {
        boolean unseen = statement.gone() && state == State.OPEN && !handle.isOpen();
        cursor.end(found(), statement, !unseen);
    }

    void finish() throws IOException {
        state = State.FINISHED;
        close();
    }

    void close() throws IOException {
        handle.close();
        reading.openFiles().closed(this);
    }

    /** Whether its name leads to it, so that it can be opened again. */
    boolean isReopenable() {
        return !presence.isDoubtful() && !presence.isDisplaced() && handle.wasOpenAs(found());
    }

    /** Whether there is nothing to do for which its handle must be kept; a look at its size tells when there is again. */
    boolean mayBeParked() {
        boolean idle = cursor == null ? !extent.hasBytes() : extent.held() == 0 && cursor.isAllAcknowledged();
        return idle && extent.isLookedAt() && !extent.shrank() && isReopenable();
    }

    /** Gives its handle up for the time being. */
    void park() throws IOException {
        boolean idle = mayBeParked();
        close();
        if (!idle) {
            reopen();
        }
    }

    /** Everything unacknowledged was thrown away: starts again behind what is safe. */
    void rewind() {
        if (cursor == null) {
            return;
        }
        if (state == State.LOST && !cursor.isStatementAcknowledged()) {
            state = State.ORPHANED;
        }
        if (state == State.OPEN && !handle.isOpen()) {
            reopen();
        }
        StartPosition known = reading.starts().of(firstLine().id());
        cursor.rewind(known == null ? StartPosition.BEGINNING : known);
        extent.rewound();
    }

    /** Whether anything is in the file that a successor must wait for. */
    boolean hasUnreadTail() {
        return state == State.OPEN && (firstLine() == null ? extent.hasBytes() : extent.held() > 0);
    }

    boolean isReadAndAcknowledged() {
        return state == State.OPEN
                && cursor != null
                && extent.held() == 0
                && extent.isLookedAt()
                && cursor.isAllAcknowledged();
    }

    /** Whether it holds a handle. */
    boolean isOpen() {
        return handle.isOpen();
    }

    /** Whether this is the open file, under whatever name: as long as it is open, its inode is given to no other. */
    boolean isOpenAs(FoundFile seen) {
        return handle.isOpenAs(seen);
    }

    /** Whether a name shows it, or will when it is opened. */
    boolean isOnDisk() {
        return !presence.isGone() && state != State.ORPHANED && state != State.LOST;
    }

    /** Whether no name shows the file that is held open, so that its bytes stay on the disk for that reason only. */
    boolean isPinned() {
        return handle.isOpen()
                && handle.bytes().mayChange()
                && (presence.isGone() || (!presence.isDoubtful() && !handle.isOpenAs(found())));
    }

    /** Whether its content cannot grow any more: only files that nobody writes to are compressed. */
    boolean isFinal() {
        return presence.isCompressed();
    }

    /** A listing ended that shows where the content is, if it is anywhere. */
    void listed() {
        presence.listed();
        listings++;
        boolean grew = state == State.FINISHED
                && !presence.isDoubtful()
                && found().form() != FoundFile.Form.COMPRESSED
                && found().size() != cursor.position();
        if (grew) {
            reopen();
        }
    }

    /** Whether the directory was read since its bytes went elsewhere. */
    boolean wasListedSinceOrphaned() {
        return listings > 0;
    }

    /** Whether the directory should be read again soon, to see whether it is really gone or where it went. */
    boolean isSought() {
        return (state == State.ORPHANED && listings == 0) || (presence.isDoubtful() && !presence.isGone());
    }

    /** Whether it was ever seen with a byte in it. */
    boolean hasWritten() {
        return cursor != null || extent.hasBytes();
    }

    boolean isQuietFor(long nanos, long now) {
        return extent.isQuietFor(nanos, now);
    }

    /** Bytes behind the position, without the beginning of a line that is being written. */
    long unread() {
        return state == State.OPEN ? extent.unreadBehind(cursor == null ? 0 : cursor.position()) : 0;
    }

    boolean isPending() {
        return switch (state) {
            case UNOPENED, ORPHANED, LOST -> true;
            case OPEN -> cursor != null && (!cursor.isAllAcknowledged() || unread() > 0);
            case FINISHED -> false;
        };
    }

    /** Bytes of the uncompressed file at the last look; -1 before the first, {@link Long#MAX_VALUE} while not known. */
    long size() {
        return extent.size();
    }

    State state() {
        return state;
    }

    /** The name it is known by. */
    FoundFile found() {
        return presence.main();
    }

    Presence presence() {
        return presence;
    }

    FirstLine firstLine() {
        return head.line();
    }

    Cursor cursor() {
        return cursor;
    }

    long lastGrowth() {
        return extent.lastGrowth();
    }
}
