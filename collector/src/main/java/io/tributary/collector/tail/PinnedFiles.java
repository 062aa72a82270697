package io.tributary.collector.tail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/**
 * Deleted files whose bytes stay on the disk only because they are held open. Beyond a limit the one that was deleted first is let go: reading
 * goes on in its compressed sibling if there is one, else a gap record stands for the rest (protocol 27a).
 */
final class PinnedFiles {

    private final TailConfig config;
    private final TailListener listener;
    private Map<FollowedFile, Long> since = Map.of();

    PinnedFiles(TailConfig config, TailListener listener) {
        this.config = config;
        this.listener = listener;
    }

    /** Looks which files are pinned, and lets go what is too much; to be called now and then. */
    void limit(List<FileSequence> sequences, Attempts attempts, long now) {
        Map<FollowedFile, Long> pinned = new HashMap<>();
        long bytes = 0;
        for (FileSequence sequence : sequences) {
            for (FollowedFile file : sequence.files()) {
                if (file.isPinned()) {
                    pinned.put(file, since.getOrDefault(file, now));
                    bytes += file.content().extent().size();
                }
            }
        }
        since = pinned;
        while (bytes > config.deletedMaxBytes()) {
            FollowedFile oldest = pinned.entrySet().stream()
                    .min(Entry.comparingByValue())
                    .orElseThrow()
                    .getKey();
            pinned.remove(oldest);
            bytes -= oldest.content().extent().size();
            attempts.attempt(oldest, now, () -> oldest.letGo(config.grace().toNanos(), now));
        }
        listener.pinned(bytes);
    }
}
