package io.tributary.collector.tail;

import io.tributary.collector.tail.Cursor.Statement;
import io.tributary.collector.tail.FollowedFile.State;
import io.tributary.schemas.GapCause;
import java.util.List;

/** When one container's files have ended, and what is said of that; what was said and is safely in Kafka is closed, and forgotten if it is gone. */
final class FileEndings {

    /** A deleted file that nothing follows may still be written to; its handle is kept for so many graces of silence. */
    private static final int GRACES_WITHOUT_SUCCESSOR = 6;

    private final Reading reading;
    private final Attempts attempts;
    private final List<FollowedFile> files;
    private boolean directoryGone;

    /** @param files oldest first */
    FileEndings(Reading reading, Attempts attempts, List<FollowedFile> files) {
        this.reading = reading;
        this.attempts = attempts;
        this.files = files;
    }

    /** Whether the container's directory is gone, so that no further file can come. */
    void directoryGone(boolean gone) {
        directoryGone = gone;
    }

    boolean isDirectoryGone() {
        return directoryGone;
    }

    /** Looks at all files; those that are done with are removed. */
    void settle(long now) {
        for (int i = files.size() - 1; i >= 0; i--) {
            settle(i, now);
        }
    }

    private void settle(int i, long now) {
        FollowedFile file = files.get(i);
        switch (file.state()) {
            case ORPHANED -> {
                // Its gap has its place in the order of reading.
            }
            case LOST, FINISHED -> {
                sayIfMore(file, i);
                forgetIfGone(file);
            }
            case OPEN -> finishIfEnded(file, i, now);
            case UNOPENED -> abandonIfGone(file, now);
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

    private void forgetIfGone(FollowedFile file) {
        Cursor cursor = file.cursor();
        if (cursor.stated().gone() && cursor.isStatementAcknowledged()) {
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
    boolean isComplete(int i, long now) {
        FollowedFile file = files.get(i);
        return file.isFinal()
                || (file.content().extent().isQuietFor(reading.graceNanos(), now)
                        && (file.presence().isGone() || isInstanceOver(i)));
    }

    /** Whether no further file of its instance can come. */
    boolean isInstanceOver(int i) {
        return directoryGone || Succession.hasLaterInstanceWritten(files, i);
    }
}
