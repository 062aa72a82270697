package io.tributary.runtime;

import java.time.Clock;
import java.time.Instant;

/** Remembers since when a part has given its present answer. */
final class Readiness {

    /**
     * What a part says now.
     *
     * @param since when it was first seen to be ready or not, whichever it is now; the words may have changed since
     */
    record State(Check check, Instant since) {}

    private final Component component;
    private final Clock clock;
    private boolean started;
    private State last;

    Readiness(Component component, Clock clock) {
        this.component = component;
        this.clock = clock;
        this.last = new State(
                Check.failed("starting", "wait until it has started; the log says what it does"), clock.instant());
    }

    /** From now on the component is asked. */
    synchronized void started() {
        started = true;
    }

    /** Asks the component; until it has started the answer is that it is starting. */
    State observe() {
        Check now;
        synchronized (this) {
            if (!started) {
                return last;
            }
        }
        // Outside the lock: a check may take a second and two may run at once.
        now = component.check();
        synchronized (this) {
            boolean same = now.isOk() == last.check().isOk();
            last = new State(now, same ? last.since() : clock.instant());
            return last;
        }
    }
}
