package io.tributary.enricher.watch;

/**
 * When a watcher that stands by may take over: a heartbeat of another instance keeps it waiting for three of that
 * one's intervals. The broker's stamp tells how old the first heartbeat was; one that has been fenced trusts no clock
 * but what it sees itself, so that two with wrong clocks do not take turns. Times are ms of a clock that never jumps.
 */
final class StandBy {

    private final String instance;
    private boolean fenced;
    private Heartbeat beat;
    private long silentSince;
    private int heard;

    /** Stands by for one instance, which does not wait for itself. */
    StandBy(String instance) {
        this.instance = instance;
    }

    /** Begins to wait: what was heard before counts no more. */
    void begin() {
        beat = null;
        heard = 0;
    }

    /** Another has taken over from this one. */
    void fenced() {
        fenced = true;
    }

    /**
     * A heartbeat was read.
     *
     * @param ageMs how old it was then, by the broker's stamp and this machine's clock
     */
    void heard(Heartbeat newest, long ageMs, long now) {
        beat = newest;
        silentSince = now - (fenced ? 0 : Math.max(0, ageMs));
        heard++;
    }

    /** The newest heartbeat; {@code null} for none. */
    Heartbeat beat() {
        return beat;
    }

    /** How long there has been no heartbeat, in ms. */
    long silentMs(long now) {
        return now - silentSince;
    }

    /** Whether another instance was heard more than once since the wait began, so that it surely writes. */
    boolean anotherLives(long now) {
        return heard > 1 && !mayLead(now);
    }

    /** Whether nobody else writes. */
    boolean mayLead(long now) {
        if (beat == null || beat.leaving()) {
            return true;
        }
        boolean own = beat.instance().equals(instance) && !fenced;
        return own || silentMs(now) >= beat.patienceMs();
    }
}
