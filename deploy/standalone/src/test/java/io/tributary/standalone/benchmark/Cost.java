package io.tributary.standalone.benchmark;

import java.util.Locale;

/**
 * What a process took for its work.
 *
 * @param seconds wall-clock
 * @param cpu CPU seconds of all its threads
 * @param megabytes most that was resident
 * @param brokerCpu CPU seconds of the broker meanwhile
 */
record Cost(double seconds, double cpu, long megabytes, double brokerCpu) {

    static final String HEAD = """
            | what | lines/s | MB/s | CPU-s per GB | CPU us per line | peak MB | broker CPU-s per GB |
            |---|---|---|---|---|---|---|""";

    /** A row of a table, for so many bytes of log in so many lines. */
    String row(String what, long bytes, long lines) {
        double gigabytes = bytes / 1e9;
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.0f | %.2f | %.2f | %d | %.2f |",
                what,
                lines / seconds,
                bytes / 1e6 / seconds,
                cpu / gigabytes,
                cpu * 1e6 / lines,
                megabytes,
                brokerCpu / gigabytes);
    }

    /** This one against a reference taken in the same run. */
    String ratio(String what, Cost reference) {
        return String.format(
                Locale.ROOT,
                "%s: %.2f of its throughput, %.2f times its CPU",
                what,
                reference.seconds / seconds,
                cpu / reference.cpu);
    }
}
