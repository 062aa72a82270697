package io.tributary.enricher.watch;

import io.tributary.runtime.Check;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Kafka can be used, since when not, and how long to wait until it is tried again. */
final class KafkaState {

    private static final Logger LOGGER = LoggerFactory.getLogger(KafkaState.class);
    private static final long FIRST_RETRY_MS = 200;
    private static final long LAST_RETRY_MS = 10_000;

    private final Trouble trouble =
            new Trouble("Kafka", "check kafka.bootstrap.servers, the metadata topic and the rights on it");
    private final Backoff backoff;
    private final Clock clock;

    KafkaState(Clock clock, RandomGenerator random) {
        this.backoff = new Backoff(FIRST_RETRY_MS, LAST_RETRY_MS, random);
        this.clock = clock;
        trouble.has("not connected yet", clock.now());
    }

    /** It worked. */
    void works() {
        trouble.over();
        backoff.reset();
    }

    /**
     * It did not.
     *
     * @return how long to wait before the next try, in ms
     */
    long fails(String why) {
        trouble.has(why, clock.now());
        long waitMs = backoff.next();
        LOGGER.atWarn()
                .addKeyValue("reason", why)
                .addKeyValue("retryMs", waitMs)
                .log("Kafka cannot be used, trying again");
        return waitMs;
    }

    /** Since when and why not, if it is so. */
    Check check() {
        return trouble.check(clock.now());
    }
}
