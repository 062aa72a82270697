package io.tributary.collector.tail;

import io.tributary.collector.tail.ChunkReader.Outcome;
import java.util.List;

/** How soon a container's files are looked at again: at once while there is more, soon after they grew, seldom when they are quiet. */
final class Pace {

    private static final long QUIET_NANOS = 500_000_000L;

    /** Most of a node's files say nothing for minutes; their next line is still in Kafka within a second. */
    private static final long STILL_NANOS = 750_000_000L;

    private static final long STILL_AFTER_NANOS = 60_000_000_000L;

    /** A file that was silent for a time is expected to be silent for a quarter of that time more. */
    private static final int SILENCE_SHARE = 4;

    private final long pollNanos;
    private boolean hurried = true;
    private long next;

    Pace(TailConfig config) {
        this.pollNanos = config.pollInterval().toNanos();
    }

    /** Something changed: the next look is due at once. */
    void hurry() {
        hurried = true;
    }

    boolean isDue(long now) {
        return hurried || now - next >= 0;
    }

    long next() {
        return next;
    }

    void after(Outcome outcome, List<FollowedFile> files, long now) {
        hurried = outcome == Outcome.MORE;
        long silence = STILL_AFTER_NANOS;
        for (int i = 0; i < files.size(); i++) {
            silence = Math.min(silence, now - files.get(i).content().extent().lastGrowth());
        }
        long wait = silence == STILL_AFTER_NANOS
                ? STILL_NANOS
                : Math.min(QUIET_NANOS, Math.max(pollNanos, silence / SILENCE_SHARE));
        next = now + (outcome == Outcome.NO_ROOM ? pollNanos : wait);
    }
}
