package io.tributary.collector.tail;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Who follows whom among one container's files. */
final class Succession {

    /** By restart, then what was rotated by the time in its first line, then by name, then what the runtime writes to. */
    static final Comparator<FollowedFile> OLDEST_FIRST = Comparator.comparingInt(Succession::restart)
            .thenComparing(file -> file.presence().isCurrent())
            .thenComparing(Succession::time, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(file -> file.found().path().getFileName());

    private Succession() {}

    private static int restart(FollowedFile file) {
        return file.found().source().restart();
    }

    private static Instant time(FollowedFile file) {
        return file.firstLine() == null ? null : file.firstLine().time();
    }

    /** Whether any later file bears a byte. */
    static boolean hasWrittenAfter(List<FollowedFile> files, int i) {
        for (int k = i + 1; k < files.size(); k++) {
            if (files.get(k).hasWritten()) {
                return true;
            }
        }
        return false;
    }

    /** Whether any later file's first line is complete. */
    static boolean isIdentifiedAfter(List<FollowedFile> files, int i) {
        for (int k = i + 1; k < files.size(); k++) {
            if (files.get(k).firstLine() != null) {
                return true;
            }
        }
        return false;
    }

    /** Whether a later instance of the container writes. */
    static boolean hasLaterInstanceWritten(List<FollowedFile> files, int i) {
        int restart = restart(files.get(i));
        for (int k = i + 1; k < files.size(); k++) {
            if (restart(files.get(k)) > restart && files.get(k).hasWritten()) {
                return true;
            }
        }
        return false;
    }

    /** Whether no later file is of the same instance. */
    static boolean isLastOfInstance(List<FollowedFile> files, int i) {
        return i + 1 >= files.size() || restart(files.get(i + 1)) != restart(files.get(i));
    }

    /** Whether an instance of the container that is not among these files can write no more: a later one does. */
    static boolean isOver(List<FollowedFile> files, int restart) {
        return files.stream().noneMatch(file -> restart(file) == restart)
                && files.stream().anyMatch(file -> restart(file) > restart && file.hasWritten());
    }
}
