package io.tributary.enricher.watch;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;

/** The names of the watcher's metrics, in one place. */
final class WatcherMetrics {

    /** What a watch event says. */
    enum EventType {
        UPSERT("upsert"),
        DELETE("delete");

        private final String label;

        EventType(String label) {
            this.label = label;
        }
    }

    private static final String PREFIX = "tributary_watcher_";

    private final MeterRegistry registry;
    private final Counter published;
    private final Counter tombstones;
    private final Counter aborted;
    private final Counter removedValues;
    private final Counter rejected;
    private final Counter fenced;
    private final Counter topicsLost;
    private final Counter droppedEarly;

    WatcherMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.published = counter("published_total", "Rows committed to the metadata topic, delete marks among them.");
        this.tombstones = counter("tombstones_total", "Tombstones committed to the metadata topic.");
        this.aborted =
                counter("batches_failed_total", "Batches of rows that did not get committed and are tried again.");
        this.removedValues =
                counter("values_removed_total", "Annotations, labels or containers left out of rows above 64 KiB.");
        this.fenced = counter("fenced_total", "Times that another watcher of the cluster took over from this one.");
        this.topicsLost = counter(
                "topic_lost_total", "Times that the metadata topic was found made anew or emptied, and filled again.");
        this.droppedEarly = counter(
                "deleted_rows_dropped_total",
                "Rows of deleted pods taken out before their retention because there were more than metadata.deleted.max.");
        this.rejected = counter("objects_rejected_total", "Objects that could not be keyed or mapped and have no row.");
    }

    /** A list was read to its end, or failed. */
    void listed(PodFeed.Kind kind, boolean complete) {
        Counter.builder(PREFIX + "list_total")
                .description("Full lists of a kind, by result.")
                .tag("kind", kind.plural())
                .tag("result", complete ? "complete" : "failed")
                .register(registry)
                .increment();
    }

    /** A source told of an object. */
    void heard(PodFeed.Kind kind, EventType type) {
        Counter.builder(PREFIX + "watch_events_total")
                .description("Objects told by the source, in lists and watches.")
                .tag("kind", kind.plural())
                .tag("type", type.label)
                .register(registry)
                .increment();
    }

    /** A watch was given up and begun again. */
    void reconnected(PodFeed.Kind kind, String reason) {
        Counter.builder(PREFIX + "watch_reconnects_total")
                .description("Lists and watches begun again after an error or a silence.")
                .tag("kind", kind.plural())
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** A batch was committed. */
    void committed(List<Write> batch) {
        int gone = (int) batch.stream().filter(Write::tombstone).count();
        published.increment(batch.size() - gone);
        tombstones.increment(gone);
    }

    /** A batch was not committed. */
    void notCommitted() {
        aborted.increment();
    }

    /** Another watcher took over. */
    void fenced() {
        fenced.increment();
    }

    /** The topic was made anew or emptied. */
    void topicLost() {
        topicsLost.increment();
    }

    /** Rows of deleted pods went before their time. */
    void droppedEarly(int rows) {
        droppedEarly.increment(rows);
    }

    /** Values had to be left out of a row. */
    void removed(int values) {
        removedValues.increment(values);
    }

    /** An object has no row because it could not be mapped. */
    void rejected() {
        rejected.increment();
    }

    /** How many objects of a kind exist. */
    void objects(PodFeed.Kind kind, Supplier<Number> size) {
        Gauge.builder(PREFIX + "objects", size)
                .description("Objects of a kind that exist.")
                .tag("kind", kind.plural())
                .register(registry);
    }

    /** How long ago anything was heard of the source. */
    void lastEventAge(Supplier<Number> seconds) {
        Gauge.builder(PREFIX + "last_event_age_seconds", seconds)
                .description("Time since the source was last heard, bookmarks included.")
                .register(registry);
    }

    /** 1 while this process is the one that writes. */
    void leader(Supplier<Number> leader) {
        Gauge.builder(PREFIX + "is_leader", leader)
                .description("1 while this process writes the rows of its cluster.")
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(PREFIX + name).description(description).register(registry);
    }
}
