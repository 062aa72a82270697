package io.tributary.collector.tail;

import io.tributary.collector.tail.ChunkReader.Outcome;
import io.tributary.collector.tail.Cursor.Statement;
import io.tributary.collector.tail.FollowedFile.State;
import io.tributary.schemas.GapCause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that one container wrote one after another, oldest first. A file's lines leave only when its predecessor is drained: the
 * file's first byte was seen, and then the predecessor was read to its end once more.
 */
final class FileSequence {

    /** A deleted file that nothing follows may still be written to; its handle is kept for so many graces of silence. */
    private static final int GRACES_WITHOUT_SUCCESSOR = 6;

    private final Reading reading;
    private final Attempts attempts;
    private final List<FollowedFile> files = new ArrayList<>(2);
    private final AbsentFiles absent = new AbsentFiles();
    private final Pace pace;
    private boolean directoryGone;
    private boolean unordered;
    private boolean idle;
    private int reached;

    FileSequence(Reading reading, Attempts attempts) {
        this.reading = reading;
        this.attempts = attempts;
        this.pace = new Pace(reading.config());
    }

    List<FollowedFile> files() {
        return files;
    }

    /** The container's files that an earlier run followed and that did not show yet. */
    AbsentFiles absent() {
        return absent;
    }

    /** Whether nothing is left to follow or to say. */
    boolean isEmpty() {
        return files.isEmpty() && absent.isEmpty();
    }

    /** Takes up what a listing changed. */
    void listed(boolean directoryIsGone) {
        directoryGone = directoryIsGone;
        unordered = true;
        idle = false;
        pace.hurry();
    }

    boolean isDue(long now) {
        return pace.isDue(now);
    }

    long nextLook() {
        return pace.next();
    }

    /** Everything unacknowledged was thrown away. */
    void rewind() {
        files.forEach(FollowedFile::rewind);
        absent.rewind();
        idle = false;
        pace.hurry();
    }

    /** Reads on for one fair turn; where only a listing or another byte can bring something to do, a look at the size is enough. */
    void turn(long now) {
        if (idle && files.get(0).isIdle()) {
            pace.after(Outcome.END, files, now);
            return;
        }
        for (int i = files.size() - 1; i >= 0; i--) {
            identify(files.get(i), now);
        }
        if (unordered) {
            files.sort(Succession.OLDEST_FIRST);
            unordered = false;
        }
        if (!absent.isEmpty() && !isAnyUnknown(now)) {
            absent.settle(files, directoryGone);
        }
        reached = -1;
        Outcome outcome = absent.areSettled() ? follow(now) : Outcome.NO_ROOM;
        for (int i = files.size() - 1; i > reached; i--) {
            watch(files.get(i), now);
        }
        for (int i = files.size() - 1; i >= 0; i--) {
            settle(i, now);
        }
        idle = outcome == Outcome.END && files.size() == 1 && absent.isEmpty();
        pace.after(outcome, files, now);
    }

    private void identify(FollowedFile file, long now) {
        if (file.state() != State.UNOPENED && (file.state() != State.OPEN || file.firstLine() != null)) {
            return;
        }
        attempts.attempt(file, now, () -> {
            if (file.state() == State.UNOPENED) {
                file.open(now);
            }
            if (file.state() == State.OPEN && file.firstLine() == null) {
                int i = files.indexOf(file);
                if (file.content().identify(file.found(), now, isComplete(i, now)) && !mergeIntoKnown(file, now)) {
                    absent.turnedUp(file.firstLine().id(), file.found());
                    file.start();
                    unordered = true;
                }
            }
        });
    }

    /** One cursor per content, whatever number of names show it; what is not compressed is read. */
    private boolean mergeIntoKnown(FollowedFile file, long now) throws IOException {
        for (FollowedFile known : files) {
            if (known != file
                    && known.firstLine() != null
                    && known.firstLine().id().equals(file.firstLine().id())) {
                known.merge(file, now);
                files.remove(file);
                return true;
            }
        }
        return false;
    }

    /** Whether a file shows that could not be opened yet, so that nobody knows which it is. */
    private boolean isAnyUnknown(long now) {
        for (FollowedFile file : files) {
            if (file.state() == State.UNOPENED && attempts.isRecent(file, now)) {
                return true;
            }
        }
        return false;
    }

    private Outcome follow(long now) {
        int budget = reading.bytesPerTurn();
        for (int i = 0; i < files.size(); i++) {
            FollowedFile file = files.get(i);
            reached = i;
            boolean successorWrote = Succession.hasWrittenAfter(files, i);
            boolean complete = isComplete(i, now);
            Outcome outcome = Outcome.END;
            if (file.state() == State.OPEN && file.cursor() != null) {
                if (budget <= 0) {
                    return Outcome.MORE;
                }
                Turn turn = new Turn(
                        now, budget, complete, successorWrote || file.presence().isGone());
                outcome = attempts.read(file, turn);
                budget -= file.content().spent();
            }
            if (outcome == Outcome.END
                    && file.content().isCut()
                    && !file.cursor().isLost()) {
                if (!reading.handover().isOpen(file.found().source())) {
                    return Outcome.NO_ROOM;
                }
                file.content().cutOff(file.found());
            }
            if (outcome == Outcome.CHANGED) {
                attempts.attempt(file, now, () -> replace(file, now));
                return Outcome.MORE;
            }
            if (outcome != Outcome.END || !successorWrote || mustBeWaitedFor(file, i, complete, now)) {
                return outcome;
            }
        }
        return Outcome.END;
    }

    /** A file whose turn has not come, or that Kafka has no room for, may be truncated again and again; each time must be told of. */
    private void watch(FollowedFile file, long now) {
        if (file.state() == State.OPEN && file.cursor() != null) {
            attempts.attempt(file, now, () -> {
                if (file.content().isReplaced(file.found(), now)) {
                    replace(file, now);
                }
            });
        }
    }

    private void replace(FollowedFile file, long now) throws IOException {
        FollowedFile successor = file.replaced(now);
        if (successor != null) {
            files.add(files.indexOf(file) + 1, successor);
            unordered = true;
        }
    }

    private boolean mustBeWaitedFor(FollowedFile file, int i, boolean complete, long now) {
        return switch (file.state()) {
            case UNOPENED -> attempts.isRecent(file, now);
            case ORPHANED -> true;
            case OPEN -> file.hasUnreadTail() && isInstanceOver(i) && !complete;
            case LOST, FINISHED -> false;
        };
    }

    /** Says what is known of a file's end, closes it, forgets it. */
    private void settle(int i, long now) {
        FollowedFile file = files.get(i);
        switch (file.state()) {
            case ORPHANED -> resolve(file);
            case LOST -> {
                sayIfMore(file, i);
                forgetIf(file, file.cursor().stated().gone() && file.cursor().isStatementAcknowledged());
            }
            case FINISHED -> {
                sayIfMore(file, i);
                Cursor cursor = file.cursor();
                forgetIf(file, cursor.stated().gone() && cursor.isStatementAcknowledged());
            }
            case OPEN -> finishIfEnded(file, i, now);
            case UNOPENED -> abandonIfGone(file, now);
        }
    }

    private void resolve(FollowedFile file) {
        if (!file.presence().isDisplaced()) {
            file.reopen();
        } else if (file.wasListedSinceOrphaned()
                && reading.handover().isOpen(file.found().source())) {
            file.giveUp();
        }
    }

    private void abandonIfGone(FollowedFile file, long now) {
        if (file.cursor() == null) {
            dropIf(file, file.presence().isGone(), now);
        } else if (file.presence().isGone()) {
            file.orphan(GapCause.DELETED, false);
        }
    }

    private void finishIfEnded(FollowedFile file, int i, long now) {
        if (file.cursor() == null) {
            dropIf(file, !file.hasWritten() && isComplete(i, now), now);
            return;
        }
        if (!file.isReadAndAcknowledged() || !hasEnded(file, i, now)) {
            return;
        }
        Cursor cursor = file.cursor();
        sayIfMore(file, i);
        if (cursor.stated().finished() && cursor.isStatementAcknowledged()) {
            attempts.attempt(file, now, file::finish);
        }
    }

    private boolean hasEnded(FollowedFile file, int i, long now) {
        if (file.isFinal()) {
            return true;
        }
        long grace = reading.graceNanos();
        boolean followed = isInstanceOver(i) || Succession.isIdentifiedAfter(files, i);
        boolean abandoned =
                file.presence().isGone() && file.content().extent().isQuietFor(GRACES_WITHOUT_SUCCESSOR * grace, now);
        return file.content().extent().isQuietFor(grace, now) && (followed || abandoned);
    }

    private void sayIfMore(FollowedFile file, int i) {
        Statement said = file.cursor().stated();
        boolean over = isInstanceOver(i) && Succession.isLastOfInstance(files, i);
        boolean gone = file.presence().isGone() || file.state() == State.LOST;
        boolean more = !said.finished() || (over && !said.instanceOver()) || (gone && !said.gone());
        if (more && reading.handover().isOpen(file.found().source())) {
            file.say(new Statement(true, over || said.instanceOver(), gone));
        }
    }

    private void forgetIf(FollowedFile file, boolean done) {
        if (done) {
            reading.listener().forgotten(file.cursor().file());
            files.remove(file);
        }
    }

    private void dropIf(FollowedFile file, boolean nothing, long now) {
        if (nothing) {
            attempts.attempt(file, now, file::close);
            files.remove(file);
        }
    }

    /** Whether nothing more can come, so that an unfinished line is final. */
    private boolean isComplete(int i, long now) {
        FollowedFile file = files.get(i);
        return file.isFinal()
                || (file.content().extent().isQuietFor(reading.graceNanos(), now)
                        && (file.presence().isGone() || isInstanceOver(i)));
    }

    private boolean isInstanceOver(int i) {
        return directoryGone || Succession.hasLaterInstanceWritten(files, i);
    }
}
