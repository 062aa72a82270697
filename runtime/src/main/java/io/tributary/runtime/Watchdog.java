package io.tributary.runtime;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds systemd's watchdog, and only for work done: a part whose loop has not come round since it was last fed gets nothing, so that systemd
 * ends the process. Waiting for Kafka is work; the loop comes round while it waits.
 */
final class Watchdog {

    private static final Logger LOGGER = LoggerFactory.getLogger(Watchdog.class);
    private static final int MEALS_PER_LIMIT = 3;

    private final SystemdNotify systemd;
    private final LongSupplier nanoClock;
    private final long interval;
    private long fedAt;
    private OptionalLong fedFor = OptionalLong.empty();
    private boolean hanging;

    Watchdog(SystemdNotify systemd, LongSupplier nanoClock) {
        this.systemd = systemd;
        this.nanoClock = nanoClock;
        this.interval = systemd.watchdog().map(Duration::toNanos).orElse(Long.MAX_VALUE) / MEALS_PER_LIMIT;
        this.fedAt = nanoClock.getAsLong();
    }

    /**
     * To be called about every second, and far more often than the watchdog's limit.
     *
     * @param line how the process does
     */
    void turn(Component component, Supplier<String> line) {
        if (systemd.watchdog().isEmpty() || nanoClock.getAsLong() - fedAt < interval) {
            return;
        }
        OptionalLong rounds = component.rounds();
        if (rounds.isPresent() && rounds.equals(fedFor)) {
            report();
            return;
        }
        hanging = false;
        fedFor = rounds;
        fedAt = nanoClock.getAsLong();
        systemd.alive(line.get());
    }

    private void report() {
        if (!hanging) {
            hanging = true;
            LOGGER.atError()
                    .addKeyValue(
                            "since_seconds",
                            Duration.ofNanos(nanoClock.getAsLong() - fedAt).toSeconds())
                    .log("The part's loop does not come round: systemd's watchdog is not fed until it does");
        }
    }
}
