package io.tributary.runtime;

/**
 * A part that runs until it is closed.
 * Constructing one does no I/O; a wrong broker address makes {@link #check} fail, not the process.
 */
public interface Component extends AutoCloseable {

    /**
     * Starts the part's threads and returns; called once.
     *
     * @throws Exception if the part can never run as configured; the message says what to change
     */
    void start() throws Exception;

    /** Whether the part does its work now; never throws and returns within a second. */
    Check check();

    /**
     * Whether the part has ended by itself with no hope of going on, so that the process should exit with 1.
     * False while it waits for something outside.
     */
    default boolean failed() {
        return false;
    }

    /** Stops, finishing what is under way within the part's own time limit; may be called more than once. */
    @Override
    void close();
}
