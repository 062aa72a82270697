package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import io.tributary.schemas.GapCause;
import java.util.ArrayList;
import java.util.List;

/**
 * Those of one container's files that an earlier run followed and that did not show yet. Nothing of the container is read before each has
 * shown or is known to be gone: a gap stands where it was, before the files that follow (protocol 20).
 */
final class AbsentFiles {

    private final List<AbsentFile> waiting = new ArrayList<>(0);
    private final List<AbsentFile> said = new ArrayList<>(0);
    private AbsentFile lastFollowed;

    /** Adds a file, unless it was added before. */
    void add(AbsentFile file) {
        if (isKnown(waiting, file) || isKnown(said, file)) {
            return;
        }
        waiting.add(file);
        lastFollowed = waiting.stream().max(AbsentFile.OLDEST_FIRST).orElseThrow();
    }

    private static boolean isKnown(List<AbsentFile> files, AbsentFile file) {
        return files.stream().anyMatch(known -> known.id().equals(file.id()));
    }

    /** A content shows: if it was waited for, it is not absent, and if it was begun, those before it were drained. */
    void turnedUp(FileId id, FoundFile found) {
        for (AbsentFile file : waiting) {
            if (file.id().equals(id)) {
                waiting.remove(file);
                if (file.isBegun()) {
                    waiting.forEach(other -> other.drainedBefore(found));
                }
                return;
            }
        }
    }

    /** A listing ended that tells of all that is there. */
    void listed() {
        waiting.forEach(AbsentFile::missed);
    }

    /** Everything unacknowledged was thrown away. */
    void rewind() {
        said.forEach(AbsentFile::rewind);
        waiting.addAll(said);
        said.clear();
    }

    /** Whether the container's other files can be read. */
    boolean areSettled() {
        return waiting.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && said.isEmpty();
    }

    /**
     * Says what is known of those that are gone, oldest first, and forgets them when that is safely in Kafka.
     *
     * @param present the container's files that show; none of them is one that is missing
     * @param directoryGone whether no further file of the container can come
     */
    void settle(List<FollowedFile> present, boolean directoryGone) {
        boolean followed = present.stream().anyMatch(FollowedFile::hasWritten);
        waiting.sort(AbsentFile.OLDEST_FIRST);
        while (!waiting.isEmpty() && waiting.get(0).isGone()) {
            AbsentFile file = waiting.get(0);
            if (file == lastFollowed && followed) {
                file.breakSuccession();
                lastFollowed = null;
            }
            boolean over = directoryGone || Succession.isOver(present, file.restart());
            if (!file.say(followed ? GapCause.SUCCESSION : GapCause.DELETED, over)) {
                return;
            }
            said.add(waiting.remove(0));
        }
        said.removeIf(AbsentFile::forgetIfAcknowledged);
    }
}
