package io.tributary.collector.tail;

import io.tributary.collector.tail.ChunkReader.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what may fail for one file without stopping the others: counts it, and tries again after a second. */
final class Attempts {

    private static final Logger LOGGER = LoggerFactory.getLogger(Attempts.class);
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final TailListener listener;
    private final long graceNanos;
    private final Map<FollowedFile, Failure> failures = new WeakHashMap<>();

    Attempts(TailListener listener, long graceNanos) {
        this.listener = listener;
        this.graceNanos = graceNanos;
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    private record Failure(long since, long retryAt, FileProblem problem) {}

    void attempt(FollowedFile file, long now, Action action) {
        if (!isDue(file, now)) {
            return;
        }
        try {
            action.run();
            succeeded(file);
        } catch (IOException e) {
            failed(file, now, e);
        }
    }

    Outcome read(FollowedFile file, Turn turn) {
        if (!isDue(file, turn.now())) {
            return Outcome.END;
        }
        try {
            Outcome outcome = file.read(turn);
            succeeded(file);
            return outcome;
        } catch (IOException e) {
            failed(file, turn.now(), e);
            return Outcome.END;
        }
    }

    /** Whether it fails, but not for so long that its successors should go on without it; a handle will be its sooner or later. */
    boolean isRecent(FollowedFile file, long now) {
        Failure failure = failures.get(file);
        return failure == null
                || failure.problem() == FileProblem.TOO_MANY_OPEN_FILES
                || now - failure.since() < graceNanos;
    }

    /** Why it fails now, or {@code null} if it does not. */
    FileProblem problem(FollowedFile file) {
        Failure failure = failures.get(file);
        return failure == null ? null : failure.problem();
    }

    private boolean isDue(FollowedFile file, long now) {
        if (failures.isEmpty()) {
            return true;
        }
        Failure failure = failures.get(file);
        return failure == null || now - failure.retryAt() >= 0;
    }

    private void succeeded(FollowedFile file) {
        if (!failures.isEmpty()) {
            failures.remove(file);
        }
    }

    private void failed(FollowedFile file, long now, IOException e) {
        Failure before = failures.get(file);
        FileProblem problem = FileProblem.of(e);
        failures.put(file, new Failure(before == null ? now : before.since(), now + RETRY_NANOS, problem));
        listener.problem(problem, file.found().path());
        if (before == null) {
            LOGGER.atWarn()
                    .addKeyValue("path", file.found().path())
                    .addKeyValue("error", e.toString())
                    .log("A file cannot be read now; it is tried again every second");
        }
    }
}
