package io.tributary.collector;

import io.tributary.collector.tail.FileStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the collector says of itself in {@code /status}, beside what its check says:
 * {@code {"node", "state_dir", "backlog_bytes", "oldest_unread_seconds", "in_flight_bytes", "checkpoint_age_seconds", "reading", "files"}}.
 *
 * <p>{@code reading} is {@code "ok"} or {@code "no answer"}; in the latter case there are no files. A file is {@code {"path", "state", "reason",
 * "id", "generation", "offset", "acknowledged", "size", "backlog", "log", "link"}}: {@code state} one of {@link FileStatus.State},
 * {@code reason} one of {@link FileStatus.Pending} or {@link io.tributary.collector.tail.FileProblem} or null, numbers in bytes of the
 * uncompressed file, {@code size} -1 while it is not known, {@code id} null until the first line is complete. A path that is not followed
 * at all has the first three only. Fields are only ever added.
 */
final class CollectorStatus {

    private static final long ANSWER_MILLIS = 1_500;

    private final Map<String, Object> facts = new LinkedHashMap<>();

    CollectorStatus with(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /** Waits for the table, but not for a reading thread that hangs. */
    Map<String, Object> withFiles(Future<List<FileStatus>> table) {
        List<Map<String, Object>> files = new ArrayList<>();
        String reading = "ok";
        try {
            for (FileStatus file : table.get(ANSWER_MILLIS, TimeUnit.MILLISECONDS)) {
                files.add(file(file));
            }
        } catch (TimeoutException e) {
            reading = "no answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reading = "no answer";
        } catch (ExecutionException e) {
            throw new IllegalStateException("the table of files cannot be made", e.getCause());
        }
        facts.put("reading", reading);
        facts.put("files", files);
        return facts;
    }

    private static Map<String, Object> file(FileStatus file) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("path", file.path().toString());
        row.put("state", file.state().label());
        row.put("reason", file.reason());
        if (file.source() != null) {
            row.put("id", file.file() == null ? null : file.file().id().toString());
            row.put("generation", file.file() == null ? 0 : file.file().generation());
            row.put("offset", file.offset());
            row.put("acknowledged", file.acknowledged());
            row.put("size", file.size());
            row.put("backlog", file.backlog());
            row.put("log", file.source().podLogPath());
            row.put("link", file.source().linkPath());
        }
        return row;
    }
}
