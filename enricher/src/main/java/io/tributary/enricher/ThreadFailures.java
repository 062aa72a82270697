package io.tributary.enricher;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces a processing thread that failed, up to a number of times within a while; then the process is to end. */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {

    /** More than it takes for a poisoned record to be passed over. */
    static final int LIMIT = 10;

    static final long WINDOW_MS = TimeUnit.MINUTES.toMillis(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(ThreadFailures.class);

    private final EnricherMetrics metrics;
    private final RecordLimit limit;
    private final Deque<Long> recent = new ArrayDeque<>();

    ThreadFailures(EnricherMetrics metrics, RecordLimit limit) {
        this.metrics = metrics;
        this.limit = limit;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable exception) {
        return handle(exception, System.currentTimeMillis());
    }

    synchronized StreamThreadExceptionResponse handle(Throwable exception, long now) {
        while (!recent.isEmpty() && now - recent.peekFirst() > WINDOW_MS) {
            recent.removeFirst();
        }
        recent.addLast(now);
        if (isTooLarge(exception)) {
            limit.halve();
        }
        boolean tooMany = recent.size() > LIMIT || exception instanceof VirtualMachineError;
        LOGGER.atError()
                .addKeyValue("failures", recent.size())
                .addKeyValue("recordMaxBytes", limit.bytes())
                .addKeyValue("answer", tooMany ? "end" : "replace")
                .setCause(exception)
                .log("Processing thread failed; its transaction is aborted and will be repeated");
        if (tooMany) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        metrics.threadReplaced();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isTooLarge(Throwable exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordTooLargeException || cause instanceof RecordBatchTooLargeException) {
                return true;
            }
        }
        return false;
    }
}
