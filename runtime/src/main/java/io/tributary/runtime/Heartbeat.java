package io.tributary.runtime;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Whether a part's loop still comes round, as seen by one who looks now and then. */
final class Heartbeat {

    /** A loop that stands still for longer than this hangs; no disk and no listing of a node's folders takes so long. */
    private static final long LONGEST_NANOS = Duration.ofSeconds(45).toNanos();

    private final Component component;
    private final LongSupplier nanoClock;
    private OptionalLong seen = OptionalLong.empty();
    private long seenAt;

    Heartbeat(Component component, LongSupplier nanoClock) {
        this.component = component;
        this.nanoClock = nanoClock;
        this.seenAt = nanoClock.getAsLong();
    }

    /** Whether the loop has come round since the last look, or that look was not long ago; always for a part without a loop. */
    synchronized boolean isBeating() {
        OptionalLong rounds = component.rounds();
        long now = nanoClock.getAsLong();
        if (rounds.isEmpty() || !rounds.equals(seen)) {
            seen = rounds;
            seenAt = now;
        }
        return now - seenAt < LONGEST_NANOS;
    }
}
