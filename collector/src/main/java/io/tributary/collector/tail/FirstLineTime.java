package io.tributary.collector.tail;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Finds the time stamp that a runtime put on a line: at its start (CRI), or as its JSON field {@code time} (Docker).
 * Only rotated files are sorted by it; names of rotated files are in local time and repeat an hour each autumn.
 */
final class FirstLineTime {

    private static final byte[] JSON_FIELD = "\"time\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 40;

    private FirstLineTime() {}

    /** The time of the line in the array's first bytes, or {@code null}. */
    static Instant in(byte[] line, int length) {
        if (length == 0) {
            return null;
        }
        if (line[0] != '{') {
            return parse(line, 0, length, ' ');
        }
        int field = lastIndexOf(line, length);
        return field < 0 ? null : parse(line, field + JSON_FIELD.length, length, '"');
    }

    private static int lastIndexOf(byte[] line, int length) {
        for (int i = length - JSON_FIELD.length; i > 0; i--) {
            int k = 0;
            while (k < JSON_FIELD.length && line[i + k] == JSON_FIELD[k]) {
                k++;
            }
            if (k == JSON_FIELD.length) {
                return i;
            }
        }
        return -1;
    }

    private static Instant parse(byte[] line, int start, int length, char terminator) {
        int end = start;
        while (end < length && end - start < LONGEST && line[end] != terminator) {
            end++;
        }
        try {
            return OffsetDateTime.parse(new String(line, start, end - start, StandardCharsets.US_ASCII))
                    .toInstant();
        } catch (DateTimeException e) {
            // No runtime's line: it has no place in time, and its name alone must do.
            return null;
        }
    }
}
