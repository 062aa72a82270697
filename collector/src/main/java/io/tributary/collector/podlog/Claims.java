package io.tributary.collector.podlog;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which link reads a file that several lead to: the one that was seen first, for as long as it leads there. */
final class Claims {

    private final Map<Path, Path> linkByFile = new HashMap<>();
    private final Set<Path> claimed = new HashSet<>();

    /** A listing begins. */
    void begin() {
        claimed.clear();
    }

    /** Whether the link may read the file. */
    boolean claim(Path file, Path link) {
        boolean granted = linkByFile.computeIfAbsent(file, key -> link).equals(link);
        if (granted) {
            claimed.add(file);
        }
        return granted;
    }

    /** A listing ended: files that nobody claimed are free. */
    void end() {
        linkByFile.keySet().retainAll(claimed);
    }
}
