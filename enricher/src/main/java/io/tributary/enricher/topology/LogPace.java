package io.tributary.enricher.topology;

import java.util.HashMap;
import java.util.Map;

/** Lets one log line per reason and minute through; what is not said is still counted. For one thread. */
final class LogPace {

    private static final long INTERVAL_MS = 60_000;

    private final Map<String, Long> next = new HashMap<>();

    boolean due(String reason, long now) {
        if (now < next.getOrDefault(reason, Long.MIN_VALUE)) {
            return false;
        }
        next.put(reason, now + INTERVAL_MS);
        return true;
    }
}
