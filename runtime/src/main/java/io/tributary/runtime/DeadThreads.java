package io.tributary.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears of every thread that an error has ended, until closed: a process that lost one is half alive, and must end as a whole. */
final class DeadThreads implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadThreads.class);

    private final Thread.UncaughtExceptionHandler previous = Thread.getDefaultUncaughtExceptionHandler();
    private volatile boolean any;

    DeadThreads() {
        Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
            any = true;
            LOGGER.atError()
                    .addKeyValue("thread", thread.getName())
                    .setCause(error)
                    .log("A thread has ended by an error; report this");
        });
    }

    /** Whether there was one. */
    boolean any() {
        return any;
    }

    @Override
    public void close() {
        Thread.setDefaultUncaughtExceptionHandler(previous);
    }
}
