package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.LogSource;
import java.util.List;

/**
 * Where to go on with a file. Asked by the reading thread when a file is met, and again for every file when the sink's epoch rose:
 * by then the answer includes every acknowledgement of the epochs before.
 */
public interface StartPositions {

    /** How far the file is contiguously acknowledged, or {@code null} when it was never seen. */
    StartPosition of(FileId id);

    /**
     * Lengths of unfinished first lines from which ids of this container instance were taken (pod directory, container and restart
     * count; paths do not). Nearly always none: only a file that grew on after its instance was over needs them to keep its id.
     */
    default int[] unfinishedFirstLines(LogSource source) {
        return new int[0];
    }

    /** Files that an earlier run followed, are not said to be gone, and were not asked for since the start. Asked once, at the start. */
    default List<Remembered> unmet() {
        return List.of();
    }
}
