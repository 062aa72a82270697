package io.tributary.enricher.watch;

import java.util.concurrent.TimeUnit;

/** The end of a thread, as the thread sees it: whether it was asked for, and pauses that it cuts short. */
final class Closing {

    private final Object monitor;
    private volatile boolean asked;

    /**
     * Not asked for yet.
     *
     * @param monitor what the thread waits on
     */
    Closing(Object monitor) {
        this.monitor = monitor;
    }

    /** Asks the thread to end, and wakes it. */
    void ask() {
        asked = true;
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    boolean isAsked() {
        return asked;
    }

    /** Waits, in ms, or until the end is asked for. */
    void pause(long ms) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        synchronized (monitor) {
            for (long left = ms; left > 0 && !asked; left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())) {
                monitor.wait(left);
            }
        }
    }
}
