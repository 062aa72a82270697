package io.tributary.standalone.demo;

import io.tributary.standalone.load.LoadReport;
import java.io.PrintStream;
import java.util.Locale;

/** The demo's figures, a line for every second, without control characters, so that it can be piped and kept. */
final class DemoTable {

    private static final int LINES_PER_HEADING = 20;
    private static final String HEADING = String.format(
            Locale.ROOT,
            "%7s %10s %10s %9s %6s %6s %8s %8s %6s",
            "seconds",
            "written",
            "events",
            "held B",
            "lost",
            "dup",
            "p50 ms",
            "p99 ms",
            "rows");

    private final PrintStream out;
    private int lines;

    DemoTable(PrintStream out) {
        this.out = out;
    }

    /**
     * Prints one line.
     *
     * @param heldBytes bytes that wait for their pod's metadata
     * @param rows pods that metadata is known of
     */
    void line(long seconds, long written, LoadReport.Account account, long heldBytes, long rows) {
        if (lines++ % LINES_PER_HEADING == 0) {
            out.println(HEADING);
        }
        out.printf(
                Locale.ROOT,
                "%7d %10d %10d %9d %6d %6d %8d %8d %6d%n",
                seconds,
                written,
                account.events(),
                heldBytes,
                account.missing() + account.damaged(),
                account.duplicated(),
                account.p50Millis(),
                account.p99Millis(),
                rows);
        out.flush();
    }

    /** The last line: what became of everything that was written. */
    static String summary(long written, LoadReport.Account account) {
        return String.format(
                Locale.ROOT,
                "demo: written %d, events %d, lost %d, duplicated %d, p50 %d ms, p99 %d ms",
                written,
                account.events(),
                written - account.events(),
                account.duplicated(),
                account.p50Millis(),
                account.p99Millis());
    }
}
