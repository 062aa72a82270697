package io.tributary.collector;

import static io.tributary.collector.RunningCollector.number;
import static io.tributary.collector.RunningCollector.text;

import io.tributary.runtime.text.Json;
import io.tributary.runtime.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}: how the running collector does, and its files, those with most unread bytes first. */
@Command(
        name = "status",
        sortOptions = false,
        description = "Asks the running collector how it does, and prints one line per file, largest backlog first."
                + " Ends with 0 if the collector is ready, else with 1.")
final class StatusCommand implements Callable<Integer> {

    private static final Comparator<Map<String, Object>> LARGEST_BACKLOG_FIRST =
            Comparator.<Map<String, Object>>comparingLong(file -> -number(file, "backlog"))
                    .thenComparing(file -> text(file, "path"));

    @Spec
    private CommandSpec spec;

    @Mixin
    private final CollectorAddress address;

    @Option(names = "--json", description = "Print what the collector answered, as JSON.")
    private boolean json;

    /** @param environment variables of the process, which overlay the configuration */
    StatusCommand(Map<String, String> environment) {
        this.address = new CollectorAddress(environment);
    }

    @Override
    public Integer call() throws IOException {
        RunningCollector collector = RunningCollector.at(address.url());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.write(collector.check()));
        } else {
            print(out, collector);
        }
        out.flush();
        return collector.isReady() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter out, RunningCollector collector) {
        Map<String, Object> check = collector.check();
        Map<String, Object> status = collector.status();
        out.printf(
                "collector on %s: %s, since %s%n",
                Printable.of(text(status, "node")),
                collector.isReady()
                        ? "ready"
                        : "not ready: " + Printable.of(text(check, "what") + "; " + text(check, "remedy")),
                Printable.of(text(check, "since")));
        out.printf(
                "backlog %d bytes, oldest unread %d s, in flight %d bytes, checkpoint %d s behind, reading: %s%n%n",
                number(status, "backlog_bytes"),
                number(status, "oldest_unread_seconds"),
                number(status, "in_flight_bytes"),
                number(status, "checkpoint_age_seconds"),
                Printable.of(text(status, "reading")));
        out.printf("%13s %13s %13s  %-10s %-14s %s%n", "BACKLOG", "ACKNOWLEDGED", "SIZE", "STATE", "WHY", "PATH");
        collector.files().stream().sorted(LARGEST_BACKLOG_FIRST).forEach(file -> print(out, file));
        out.printf("%d files%n", collector.files().size());
    }

    private static void print(PrintWriter out, Map<String, Object> file) {
        long size = number(file, "size");
        out.printf(
                "%13d %13d %13s  %-10s %-14s %s%n",
                number(file, "backlog"),
                number(file, "acknowledged"),
                size < 0 || file.get("size") == null ? "-" : Long.toString(size),
                Printable.of(text(file, "state")),
                Printable.of(text(file, "reason")),
                Printable.of(text(file, "path")));
    }
}
