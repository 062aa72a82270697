package io.tributary.standalone;

import java.time.Duration;

/**
 * Decides when a run with {@code --until-idle} is over: nothing pending and nothing moved for so long.
 * Bytes that stay unread all that time are the unfinished last line of a file: nobody knows whether it will be finished, so they
 * keep nobody waiting.
 */
final class IdleWatch {

    /** However short the wished time, the first look at all folders must have happened. */
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    private final long nanos;
    private Progress last;
    private long since;

    /** @param quiet how long nothing must have moved */
    IdleWatch(Duration quiet) {
        nanos = (quiet.compareTo(SHORTEST) < 0 ? SHORTEST : quiet).toNanos();
    }

    /**
     * Takes a look.
     *
     * @param now nanoseconds of a clock that only goes forward
     * @return whether the run is over
     */
    boolean idle(Progress progress, long now) {
        if (last == null || progress.pending() || progress.movedSince(last)) {
            since = now;
        }
        last = progress;
        return now - since >= nanos;
    }
}
