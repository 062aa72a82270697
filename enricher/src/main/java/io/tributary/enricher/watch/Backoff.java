package io.tributary.enricher.watch;

import java.util.random.RandomGenerator;

/** How long to wait before something is tried again: twice as long each time, up to a limit, and a random part of it. */
final class Backoff {

    private final long firstMs;
    private final long lastMs;
    private final RandomGenerator random;
    private long nextMs;

    /**
     * A back-off that has not begun.
     *
     * @param firstMs longest first wait, in ms
     * @param lastMs longest wait at all, in ms
     */
    Backoff(long firstMs, long lastMs, RandomGenerator random) {
        this.firstMs = firstMs;
        this.lastMs = lastMs;
        this.random = random;
        this.nextMs = firstMs;
    }

    /** The next wait: between half and all of what is due, so that those who failed together do not return together. */
    long next() {
        long due = nextMs;
        nextMs = Math.min(lastMs, due * 2);
        return due / 2 + random.nextLong(due - due / 2 + 1);
    }

    /** It worked: the next wait is a first one again. */
    void reset() {
        nextMs = firstMs;
    }
}
