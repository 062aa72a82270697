package io.tributary.enricher.watch;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The watcher's two clocks, both in ms: one tells the time of day and may jump, the other counts and never does.
 *
 * @param wall ms since the epoch
 * @param ticks ms since any fixed moment
 */
record Clock(LongSupplier wall, LongSupplier ticks) {

    /** This machine's. */
    static Clock system() {
        return new Clock(System::currentTimeMillis, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    /** The time of day. */
    long now() {
        return wall.getAsLong();
    }

    /** For measuring how long something takes. */
    long tick() {
        return ticks.getAsLong();
    }
}
