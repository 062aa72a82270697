package io.tributary.collector.tail;

import io.tributary.collector.tail.ChunkReader.Outcome;
import io.tributary.collector.tail.FollowedFile.State;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that one container wrote one after another, oldest first. A file's lines leave only when its predecessor is drained: the
 * file's first byte was seen, and then the predecessor was read to its end once more.
 */
final class FileSequence {

    private final Reading reading;
    private final Attempts attempts;
    private final List<FollowedFile> files = new ArrayList<>(2);
    private final AbsentFiles absent = new AbsentFiles();
    private final FileEndings endings;
    private final Pace pace;
    private boolean unordered;
    private boolean idle;
    private int reached;

    FileSequence(Reading reading, Attempts attempts) {
        this.reading = reading;
        this.attempts = attempts;
        this.endings = new FileEndings(reading, attempts, files);
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
        endings.directoryGone(directoryIsGone);
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
            absent.settle(files, endings.isDirectoryGone());
        }
        reached = -1;
        Outcome outcome = absent.areSettled() ? follow(now) : Outcome.NO_ROOM;
        for (int i = files.size() - 1; i > reached; i--) {
            watch(files.get(i), now);
        }
        endings.settle(now);
        idle = outcome == Outcome.END && files.size() == 1 && absent.isEmpty();
        pace.after(outcome, files, now);
    }

    private void identify(FollowedFile file, long now) {
        if (file.state() != State.UNOPENED && (file.state() != State.OPEN || file.firstLine() != null)) {
            return;
        }
        // Where handles are scarce, those that nobody knows yet come first, or the order would never be known.
        if (file.firstLine() != null && file.state() == State.UNOPENED && isAnyUnidentified(now)) {
            return;
        }
        attempts.attempt(file, now, () -> {
            if (file.state() == State.UNOPENED) {
                file.open(now);
            }
            if (file.state() == State.OPEN && file.firstLine() == null) {
                if (file.content().identify(file.found(), turn(files.indexOf(file), 0, now))
                        && !mergeIntoKnown(file, now)) {
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

    private boolean isAnyUnidentified(long now) {
        for (int i = 0; i < files.size(); i++) {
            FollowedFile file = files.get(i);
            if (file.state() == State.UNOPENED && file.firstLine() == null && attempts.isRecent(file, now)) {
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
            boolean complete = endings.isComplete(i, now);
            Outcome outcome = Outcome.END;
            if (file.state() == State.ORPHANED) {
                resolve(file);
            }
            if (file.state() == State.OPEN && file.cursor() != null) {
                if (budget <= 0) {
                    return Outcome.MORE;
                }
                outcome = attempts.read(file, turn(i, budget, now));
                budget -= file.content().spent();
            }
            if (outcome == Outcome.END && isCutOffDue(file)) {
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

    private Turn turn(int i, int budget, long now) {
        boolean last =
                Succession.hasWrittenAfter(files, i) || files.get(i).presence().isGone();
        return new Turn(now, budget, endings.isComplete(i, now), last);
    }

    /** Whether a compressed file goes on behind what is read of it, and nobody was told. */
    private static boolean isCutOffDue(FollowedFile file) {
        return file.content().isCut() && file.cursor() != null && !file.cursor().isLost();
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
        if (file.state() == State.UNOPENED) {
            // Who copied and truncated it may delete the copy before its turn to be read comes.
            file.open(now);
        }
    }

    private boolean mustBeWaitedFor(FollowedFile file, int i, boolean complete, long now) {
        return switch (file.state()) {
            case UNOPENED -> attempts.isRecent(file, now);
            case ORPHANED -> true;
            case OPEN -> file.hasUnreadTail() && endings.isInstanceOver(i) && !complete;
            case LOST, FINISHED -> false;
        };
    }

    private void resolve(FollowedFile file) {
        if (!file.presence().isDisplaced()) {
            file.reopen();
        } else if (file.wasListedSinceOrphaned()
                && reading.handover().isOpen(file.found().source())) {
            file.giveUp();
        }
    }
}
