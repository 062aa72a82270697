package io.tributary.runtime;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for SIGTERM or SIGINT. The first one asks for an orderly end, a second one ends the process at once.
 *
 * <p>Handlers instead of a shutdown hook, because after a hook the JVM's exit code is 143 even where all went well, and because
 * a second signal is not heard while hooks run.
 */
public final class StopSignal implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(StopSignal.class);
    private static final int SIGNALLED = 128;
    private static final int SIGTERM = 15;
    private static final int SIGINT = 2;
    /** timeout(1) and shells signal a process and its group, so that one request arrives twice. */
    private static final long ONE_REQUEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final CountDownLatch first = new CountDownLatch(1);
    private final HandledSignal terminate;
    private final HandledSignal interrupt;
    private long firstNanos;

    /** Listens from now on until closed. */
    public StopSignal() {
        terminate = new HandledSignal("TERM", () -> received("TERM", SIGTERM));
        interrupt = new HandledSignal("INT", () -> received("INT", SIGINT));
    }

    /** Whether the signal came within the time. */
    public boolean await(Duration time) throws InterruptedException {
        return first.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Gives the signals back to whoever had them before. */
    @Override
    public void close() {
        terminate.close();
        interrupt.close();
    }

    private synchronized void received(String name, int number) {
        if (first.getCount() > 0) {
            firstNanos = System.nanoTime();
            LOGGER.atInfo().addKeyValue("signal", name).log("Stopping; a second signal ends at once");
            first.countDown();
        } else if (System.nanoTime() - firstNanos > ONE_REQUEST_NANOS) {
            Runtime.getRuntime().halt(SIGNALLED + number);
        }
    }
}
