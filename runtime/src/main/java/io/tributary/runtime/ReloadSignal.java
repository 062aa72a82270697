package io.tributary.runtime;

import java.util.concurrent.atomic.AtomicBoolean;

/** Hears SIGHUP, which asks for the configuration to be read again, until closed. Several that come together are one. */
final class ReloadSignal implements AutoCloseable {

    private final AtomicBoolean asked = new AtomicBoolean();
    private final HandledSignal hangup = new HandledSignal("HUP", () -> asked.set(true));

    /** Whether it came since the last call. */
    boolean cameAgain() {
        return asked.getAndSet(false);
    }

    @Override
    public void close() {
        hangup.close();
    }
}
