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
    private final Content content;
    private State state = State.UNOPENED;
    private GapCause lossCause;
    private boolean lossExact;
    private int listings;

    FollowedFile(Reading reading, FoundFile found) {
        this(reading, new Presence(found));
    }

    private FollowedFile(Reading reading, Presence presence) {
        this.reading = reading;
        this.presence = presence;
        this.content = new Content(reading, this);
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
        content.open(found(), now);
        state = State.OPEN;
    }

    private void take(FollowedFile other, long now) throws IOException {
        content.take(other.content, now);
        state = State.OPEN;
    }

    /** Another name shows the same content; what is not compressed is read, and what is open already goes on. */
    void merge(FollowedFile same, long now) throws IOException {
        boolean shown = !same.presence.isDoubtful();
        boolean plain = same.content.isPlain();
        boolean plainAtLast = plain && content.handle().isOpen() && !content.isPlain();
        boolean unread = state == State.FINISHED
                && plain
                && same.content.handle().bytes().size() != cursor().position();
        if (plainAtLast || unread || state == State.ORPHANED || state == State.LOST) {
            if (shown) {
                presence.prefer(same.found());
            }
            take(same, now);
        } else {
            if (shown) {
                presence.addCopy(same.found());
            }
            same.close();
        }
    }

    /**
     * Its bytes are not where they were: they are read in a copy if one is known, else they are nowhere to be read, as far as is known.
     *
     * @param cause of the gap if they do not turn up
     * @param exact whether it is known how many they are
     */
    void orphan(GapCause cause, boolean exact) {
        presence.displace();
        state = presence.isDisplaced() ? State.ORPHANED : State.UNOPENED;
        lossCause = cause;
        lossExact = exact;
        listings = 0;
    }

    /** Opens it again: it was read to its end, or went elsewhere, and more or the rest is there now. */
    void reopen() {
        state = State.UNOPENED;
    }

    /** Goes on where this file was left, by an earlier run perhaps. */
    void start() throws IOException {
        if (content.start(found())) {
            finish();
        }
    }

    /** Reads on; cheap when nothing came. */
    Outcome read(Turn turn) throws IOException {
        return content.read(found(), turn);
    }

    /**
     * Finds out what became of a file that is not what it was.
     *
     * @return the other content that is in the file now, or {@code null} if it is still this one's
     */
    FollowedFile replaced(long now) throws IOException {
        if (content.hasSameHead(found())) {
            content.wentBack(found());
            return null;
        }
        boolean plain = content.isPlain();
        FollowedFile successor = new FollowedFile(reading, presence.ofSuccessor());
        orphan(GapCause.TRUNCATED, false);
        if (plain) {
            successor.take(this, now);
            return successor;
        }
        close();
        return null;
    }

    /** Says that what was not read is lost. */
    void giveUp() {
        content.lose(found(), lossCause, lossExact);
        state = State.LOST;
    }

    /** Lets its bytes go, which only its handle keeps on the disk: another name may show them, else they are lost. */
    void letGo(long grace, long now) throws IOException {
        boolean measured = content.measure(found(), now);
        close();
        if (cursor() == null || !presence.isGone()) {
            reopen();
        } else {
            orphan(GapCause.LIMIT, measured && content.extent().isQuietFor(grace, now));
        }
    }

    /** Says what is known of the file's end, if that is more than was said before. */
    void say(Statement statement) {
        boolean unseen = statement.gone() && state == State.OPEN && !isOpen();
        cursor().end(found(), statement, !unseen);
    }

    void finish() throws IOException {
        state = State.FINISHED;
        close();
    }

    void close() throws IOException {
        content.close();
    }

    /** Whether its name leads to it, so that it can be opened again. */
    boolean isReopenable() {
        return !presence.isDoubtful()
                && !presence.isDisplaced()
                && content.handle().wasOpenAs(found());
    }

    /** Whether it can do without its handle until more comes. */
    boolean mayBeParked() {
        return content.isIdle() && isReopenable();
    }

    /** Whether it stands open, as it did when it was looked at last, and nothing is left to be done with what was read. */
    boolean isIdle() {
        return state == State.OPEN
                && !isFinal()
                && mayBeParked()
                && content.handle().isOfSize(content.extent().size());
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
        if (cursor() == null) {
            return;
        }
        if (state == State.LOST && !cursor().isStatementAcknowledged()) {
            state = State.ORPHANED;
        }
        if (state == State.OPEN && !isOpen()) {
            reopen();
        }
        content.rewind();
    }

    /** Whether anything is in the file that a successor must wait for. */
    boolean hasUnreadTail() {
        return state == State.OPEN && content.hasUnreadTail();
    }

    boolean isReadAndAcknowledged() {
        return state == State.OPEN && content.isReadAndAcknowledged();
    }

    /** Whether it holds a handle. */
    boolean isOpen() {
        return content.handle().isOpen();
    }

    /** Whether this is the open file, under whatever name: as long as it is open, its inode is given to no other. */
    boolean isOpenAs(FoundFile seen) {
        return content.handle().isOpenAs(seen);
    }

    /** Whether a name shows it, or will when it is opened. */
    boolean isOnDisk() {
        return !presence.isGone() && state != State.ORPHANED && state != State.LOST;
    }

    /** Whether no name shows the file that is held open, so that its bytes stay on the disk for that reason only. */
    boolean isPinned() {
        return content.isPlain() && (presence.isGone() || (!presence.isDoubtful() && !isOpenAs(found())));
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
                && found().size() != cursor().position();
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
        return cursor() != null || content.extent().hasBytes();
    }

    /** Bytes behind the position, without the beginning of a line that is being written. */
    long unread() {
        return state == State.OPEN ? content.unread() : 0;
    }

    boolean isPending() {
        return switch (state) {
            case UNOPENED, ORPHANED, LOST -> true;
            case OPEN -> cursor() != null && (!cursor().isAllAcknowledged() || unread() > 0);
            case FINISHED -> false;
        };
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

    Content content() {
        return content;
    }

    FirstLine firstLine() {
        return content.firstLine();
    }

    /** {@code null} before it is told by its first line. */
    Cursor cursor() {
        return content.cursor();
    }
}
