package io.tributary.collector.tail;

import io.tributary.collector.chunk.FileId;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Says once a day of every file that is still on the disk that it is, finished or not, so that the centre keeps its state (protocol 7). Each
 * file has its own time of the day, which a restart does not change: a collector that never runs for a whole day says it all the same.
 */
final class SignsOfLife {

    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    private final Handover handover;

    SignsOfLife(Handover handover) {
        this.handover = handover;
    }

    /** Says what is due; to be called often. */
    void say(List<FileSequence> sequences) {
        long wallMs = handover.readTime();
        for (int i = 0; i < sequences.size(); i++) {
            List<FollowedFile> files = sequences.get(i).files();
            for (int k = 0; k < files.size(); k++) {
                say(files.get(k), wallMs);
            }
        }
    }

    private void say(FollowedFile file, long wallMs) {
        Cursor cursor = file.cursor();
        if (cursor == null || !file.isOnDisk()) {
            return;
        }
        long day = Math.floorDiv(wallMs - timeOfDay(cursor.file().id()), DAY_MS);
        if (cursor.isSignDue(day) && handover.isOpen(file.found().source())) {
            cursor.stillHere(file.found(), day);
        }
    }

    /** When a file's sign is due, in milliseconds of the day: any time, but always the same. */
    static long timeOfDay(FileId id) {
        return Math.floorMod(id.low(), DAY_MS);
    }
}
