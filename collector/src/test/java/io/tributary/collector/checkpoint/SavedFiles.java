package io.tributary.collector.checkpoint;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import java.nio.charset.StandardCharsets;

/** Files for tests. */
final class SavedFiles {

    static final FileKey FILE = new FileKey(new FileId(1, 2), 0);

    private SavedFiles() {}

    static SavedFile at(long offset) {
        return at(offset, "");
    }

    static SavedFile at(long offset, String before) {
        return of(FILE, offset, before);
    }

    static SavedFile of(FileKey file, long offset, String before) {
        return new SavedFile(
                file,
                "ns_pod_uid",
                "app",
                0,
                "/var/log/pods/ns_pod_uid/app/0.log",
                offset,
                before.getBytes(StandardCharsets.UTF_8),
                -1,
                false,
                0,
                0);
    }

    static SavedFile unfinished(FileKey file, int restart, int idLength) {
        return new SavedFile(file, "ns_pod_uid", "app", restart, "/x", idLength, new byte[0], idLength, true, 0, 0);
    }
}
