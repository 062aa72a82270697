package io.tributary.enricher;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.tributary.enricher.assembly.Assembled;
import io.tributary.enricher.assembly.Assembled.Tally;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Reason;
import io.tributary.enricher.topology.JoinResult;
import io.tributary.enricher.topology.Sums;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The names of the enricher's metrics, in one place. In bytes of log files
 * {@code received + restored = new + duplicate + dead-lettered + held + handed over} holds for every process at any time, and
 * {@code events + further parts = sent + dropped}. They are counted when a record is processed: an attempt whose transaction is
 * aborted is in them, and its repetition again, so after a crash or a rebalance they are above what the output topics hold.
 */
final class EnricherMetrics implements Sums {

    private static final String PREFIX = "tributary_enricher_";
    private static final String REASON = "reason";
    private static final double[] LATENCIES = {0.05, 0.1, 0.2, 0.35, 0.5, 1, 2, 5, 15, 60, 600, 3600};
    private static final double MILLIS = 1000;

    /** Of the many figures of Streams and its clients, those that tell whether it runs and keeps up; all of them would be thousands. */
    private static final List<String> STREAMS_FIGURES = List.of(
            "kafka.stream.failed.stream.threads",
            "kafka.stream.alive.stream.threads",
            "kafka.stream.thread.",
            "kafka.consumer.fetch.manager.records.lag.max",
            "kafka.consumer.fetch.manager.bytes.consumed",
            "kafka.consumer.coordinator.rebalance",
            "kafka.producer.txn.commit",
            "kafka.producer.record.error",
            "kafka.producer.buffer.available");

    private final MeterRegistry registry;
    private final Map<String, Counter> labelled = new ConcurrentHashMap<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicLong heldPods = new AtomicLong();
    private final AtomicLong rows = new AtomicLong();
    private final Counter received;
    private final Counter restored;
    private final Counter handedOver;
    private final Counter fresh;
    private final Counter duplicate;
    private final Counter late;
    private final Counter gapBytes;
    private final Counter unannounced;
    private final Counter historyUnknown;
    private final Counter recovered;
    private final Counter lines;
    private final Counter joined;
    private final Counter furtherParts;
    private final Counter collisions;
    private final DistributionSummary latency;

    EnricherMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.config().meterFilter(MeterFilter.deny(EnricherMetrics::isTooMuch));
        received = counter("received_bytes_total", "Bytes of logs that came from the raw topic.");
        restored = counter("restored_bytes_total", "Bytes that were held when this process took a partition over.");
        handedOver = counter("handed_over_bytes_total", "Bytes still held when this process gave a partition up.");
        fresh = counter("new_bytes_total", "Bytes not seen before.");
        duplicate = counter("duplicate_bytes_total", "Bytes seen before and dropped.");
        late = counter("late_bytes_total", "New bytes that filled a hole.");
        gapBytes = counter("gap_bytes_total", "Bytes known to be missing because a collector said so.");
        unannounced = counter("gap_unannounced_bytes_total", "Bytes missing without any word: offsets jumped.");
        historyUnknown = counter("history_unknown_bytes_total", "Bytes before the first that was heard of a file.");
        recovered = counter("gap_bytes_recovered_total", "Bytes that were counted as missing and came after all.");
        lines = counter("lines_total", "Lines of log files completed.");
        joined = counter("joined_lines_total", "Lines that became part of another line's event.");
        furtherParts = counter("further_parts_total", "Second and later parts of events that were too long.");
        collisions = counter(
                "label_collisions_total",
                "Labels and annotations left out because another key is the same without dots; counted once per file.");
        latency = DistributionSummary.builder(PREFIX + "event_latency_seconds")
                .description("From the runtime's timestamp to sending, of each chunk's first event.")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        gauge("held_bytes", "Bytes of logs that wait for the metadata of their pod.", heldBytes);
        gauge("held_pods", "Pods whose metadata is waited for.", heldPods);
        gauge("metadata_objects", "Pods that metadata is known of.", rows);
    }

    @Override
    public void received(long bytes) {
        add(received, bytes);
    }

    @Override
    public void restored(long bytes) {
        add(restored, bytes);
    }

    @Override
    public void handedOver(long bytes) {
        add(handedOver, bytes);
    }

    @Override
    public void held(long bytesMore, int podsMore) {
        heldBytes.addAndGet(bytesMore);
        heldPods.addAndGet(podsMore);
    }

    @Override
    public void assembled(Assembled assembled) {
        Tally tally = assembled.tally();
        add(fresh, tally.fresh());
        add(duplicate, tally.duplicate());
        add(late, tally.late());
        add(gapBytes, tally.gapBytes());
        add(unannounced, tally.unannounced());
        add(historyUnknown, tally.historyUnknown());
        add(recovered, tally.recovered());
        add(lines, tally.lines());
        add(joined, tally.joined());
        if (tally.oversize() > 0) {
            dropped(Reason.OVERSIZE.label(), (int) tally.oversize());
            events(LogEvent.Kind.LINE, tally.oversize());
        }
        Map<LogEvent.Kind, Integer> byKind = new EnumMap<>(LogEvent.Kind.class);
        int parts = 0;
        for (LogEvent event : assembled.events()) {
            if (event.part() > 1) {
                parts++;
            } else {
                byKind.merge(event.kind(), 1, Integer::sum);
            }
        }
        byKind.forEach(this::events);
        add(furtherParts, parts);
    }

    @Override
    public void deadLettered(String reason, long bytes) {
        count("dead_lettered_bytes_total", "Bytes of raw records that could not be used.", REASON, reason, bytes);
        count("dlq_total", "Raw records that could not be used and lie in the dead-letter topic.", REASON, reason, 1);
    }

    @Override
    public void enriched(JoinResult result, int events) {
        count("enriched_total", "Records sent, by how they met metadata.", "result", result.label(), events);
    }

    @Override
    public void latency(long millis) {
        latency.record(Math.max(0, millis) / MILLIS);
    }

    @Override
    public void sent(String topic, int events) {
        count("sent_total", "Records sent to output topics.", "topic", topic, events);
    }

    @Override
    public void dropped(String reason, int events) {
        count("dropped_total", "Events dropped on purpose.", REASON, reason, events);
    }

    @Override
    public void collided(int keys) {
        add(collisions, keys);
    }

    @Override
    public void metadataRow(String result) {
        count("metadata_rows_total", "Records of the metadata topic, by what became of them.", "result", result, 1);
    }

    @Override
    public void metadataObjects(long count) {
        rows.set(count);
    }

    /** A thread that processes chunks ended and was replaced. */
    void threadReplaced() {
        count("thread_failures_total", "Processing threads that failed.", "answer", "replaced", 1);
    }

    private static boolean isTooMuch(Meter.Id id) {
        return id.getName().startsWith("kafka.") && STREAMS_FIGURES.stream().noneMatch(id.getName()::startsWith);
    }

    private void events(LogEvent.Kind kind, long events) {
        String label = kind.name().toLowerCase(Locale.ROOT);
        count("events_total", "Events, by kind; the parts of one count once.", "kind", label, events);
    }

    private static void add(Counter counter, long amount) {
        counter.increment((double) amount);
    }

    private void count(String name, String description, String label, String value, long amount) {
        Counter counter = labelled.get(name + value);
        if (counter == null) {
            counter = labelled.computeIfAbsent(
                    name + value,
                    key -> Counter.builder(PREFIX + name)
                            .description(description)
                            .tag(label, value)
                            .register(registry));
        }
        add(counter, amount);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }

    private void gauge(String name, String description, AtomicLong value) {
        Gauge.builder(PREFIX + name, value, AtomicLong::get)
                .description(description)
                .register(registry);
    }
}
