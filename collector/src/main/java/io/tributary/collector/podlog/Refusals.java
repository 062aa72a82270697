package io.tributary.collector.podlog;

import io.tributary.collector.tail.FileProblem;
import io.tributary.collector.tail.TailListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is not followed, and why: each path is counted and named once, for as long as it stays wrong. */
final class Refusals {

    private static final Logger LOGGER = LoggerFactory.getLogger(PodLogFinder.class);

    private final TailListener listener;
    private final Map<Path, FileProblem> known = new HashMap<>();
    private final Set<Path> seen = new HashSet<>();

    Refusals(TailListener listener) {
        this.listener = listener;
    }

    void refuse(FileProblem problem, Path path) {
        seen.add(path);
        if (known.put(path, problem) != problem) {
            listener.problem(problem, path);
            LOGGER.atWarn()
                    .addKeyValue("path", path)
                    .addKeyValue("reason", problem.label())
                    .log("A name under the log folders is not followed");
        }
    }

    void refuse(IOException e, Path path) {
        refuse(FileProblem.of(e), path);
    }

    /** What is refused now, and why. */
    Map<Path, FileProblem> known() {
        return Map.copyOf(known);
    }

    /** Everything is about to be read again. */
    void begin() {
        seen.clear();
    }

    /** Everything was read: what was not refused this time is right again, or gone. */
    void end() {
        known.keySet().retainAll(seen);
    }
}
