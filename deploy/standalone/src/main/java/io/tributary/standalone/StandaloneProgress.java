package io.tributary.standalone;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Puts together how far everything is, from the parts' metrics and from Kafka's offsets. */
final class StandaloneProgress {

    private static final String COLLECTOR = "tributary_collector_";

    private final Standalone standalone;
    private final OutputProgress output;
    private final EnrichedPrinter printer;

    /** @param printer null if nothing is printed */
    StandaloneProgress(Standalone standalone, Admin admin, Parts parts, EnrichedPrinter printer) {
        this.standalone = standalone;
        this.printer = printer;
        String group = standalone.setting(parts.enricher(), "application.id");
        this.output = new OutputProgress(
                admin,
                standalone.setting(parts.enricher(), "topics.raw"),
                standalone.outputTopic(),
                group.isEmpty() ? "tributary-enricher-" + standalone.setting(parts.enricher(), "cluster.name") : group);
    }

    Progress now() throws InterruptedException {
        Map<String, Double> figures = standalone.figures();
        Map<TopicPartition, Long> ends = output.outputEnds();
        return new Progress(
                figure(figures, COLLECTOR + "read_bytes_total"),
                figure(figures, COLLECTOR + "backlog_bytes"),
                figure(figures, COLLECTOR + "in_flight_bytes"),
                output.rawLag(),
                figure(figures, "tributary_enricher_held_bytes"),
                ends.values().stream().mapToLong(Long::longValue).sum(),
                printer != null && !printer.hasPrinted(ends),
                standalone.ready());
    }

    Optional<String> printingTrouble() {
        return printer == null ? Optional.empty() : printer.failure().map(e -> "printing has ended: " + e.getMessage());
    }

    private static long figure(Map<String, Double> figures, String name) {
        Double value = figures.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "metric " + name + " is not there: the parts and standalone do not fit together");
        }
        return Math.round(value);
    }
}
