package io.tributary.collector;

import static io.tributary.collector.RunningCollector.number;
import static io.tributary.collector.RunningCollector.text;

import io.tributary.runtime.text.Printable;
import java.io.PrintWriter;
import java.util.Map;

/** One file's row of the status in words. */
final class Explanation {

    private static final Map<String, String> REASONS = Map.ofEntries(
            Map.entry("not-opened", "it was just seen and is opened next"),
            Map.entry("empty", "there is no byte in it"),
            Map.entry(
                    "first-line", "its first line is not complete: until then it has no id, and nothing of it is sent"),
            Map.entry("displaced", "its bytes are no longer under the name that they had; another name is looked for"),
            Map.entry("lost", "what was not read is destroyed; a gap record saying so is on its way"),
            Map.entry(
                    "no-room",
                    "Kafka takes nothing for this pod now, the file is the buffer; 'tributary status' says why"),
            Map.entry("unread", "its turn comes"),
            Map.entry("unacknowledged", "it is read, and Kafka has not acknowledged all of it"),
            Map.entry(
                    "partial-line",
                    "its last line has no end yet: it is sent when it has, or when the container is over"),
            Map.entry("no-collector", "no collector is running here"),
            Map.entry(
                    "access-denied", "the collector may not read it: it needs CAP_DAC_READ_SEARCH or the file's group"),
            Map.entry("too-many-open-files", "the process has no file handle left: raise LimitNOFILE"),
            Map.entry("foreign-name", "its name is not one that the kubelet or a runtime gives"),
            Map.entry("outside-roots", "it leads out of logs.root and logs.allowed.roots"),
            Map.entry("not-a-file", "it is a link, a directory, a pipe or a device"));

    private Explanation() {}

    /**
     * Prints it.
     *
     * @param row as {@link CollectorStatus} makes it
     * @param checkpoint what is saved of the file
     */
    static void print(PrintWriter out, Map<String, Object> row, String checkpoint) {
        boolean known = row.get("id") != null;
        long size = number(row, "size");
        line(out, "file", text(row, "path"));
        line(out, "id", known ? text(row, "id") + ", generation " + number(row, "generation") : "none");
        line(out, "state", text(row, "state"));
        if (known) {
            line(
                    out,
                    "offset",
                    String.format(
                            "byte %d of %s is read, byte %d acknowledged by Kafka",
                            number(row, "offset"), size < 0 ? "a size not known" : size, number(row, "acknowledged")));
            line(out, "checkpoint", checkpoint);
        }
        line(out, "pending", pending(row));
        out.println();
    }

    private static String pending(Map<String, Object> row) {
        long unread = number(row, "backlog");
        long unacknowledged = number(row, "offset") - number(row, "acknowledged");
        String reason = text(row, "reason");
        String what = unread > 0
                ? unread + " bytes to read"
                : unacknowledged > 0 ? unacknowledged + " bytes to be acknowledged" : "nothing is sent";
        return row.get("reason") == null ? "nothing" : what + ": " + REASONS.getOrDefault(reason, reason);
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf("%-11s %s%n", name, Printable.of(value));
    }
}
