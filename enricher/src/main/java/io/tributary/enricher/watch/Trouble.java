package io.tributary.enricher.watch;

import io.tributary.runtime.Check;
import java.time.Instant;
import java.util.Locale;

/** Remembers since when something does not work, and why. Safe for use by several threads; times are ms since the epoch. */
final class Trouble {

    private record Since(long at, String why) {}

    private final String what;
    private final String remedy;
    private volatile Since since;

    /**
     * No trouble yet.
     *
     * @param what what does not work in case of trouble, such as {@code "the API server"}
     * @param remedy what to look at then
     */
    Trouble(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /** It works. */
    void over() {
        since = null;
    }

    /** It does not, for a reason that is shown; the time of the first call counts until it is over. */
    synchronized void has(String why, long now) {
        Since known = since;
        since = new Since(known == null ? now : known.at(), why);
    }

    /** Whether there was none, or for another reason: worth a line in the log. */
    boolean isNews(String why) {
        Since known = since;
        return known == null || !known.why().equals(why);
    }

    /** Since when and why. */
    Check check(long now) {
        Since known = since;
        return known == null
                ? Check.ok()
                : Check.failed(
                        String.format(
                                Locale.ROOT,
                                "%s: not since %s (%d s): %s",
                                what,
                                Instant.ofEpochMilli(known.at()),
                                Math.max(0, now - known.at()) / 1000,
                                known.why()),
                        remedy);
    }
}
