package io.tributary.enricher.watch;

import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** Applies to the table what a source says on its own threads; holds the table's monitor, and wakes who waits on it. */
final class TableFeed implements PodFeed {

    private final PodTable table;
    private final WatcherMetrics metrics;
    private final LongSupplier clock;

    /**
     * Feeds the table.
     *
     * @param clock ms since the epoch
     */
    TableFeed(PodTable table, WatcherMetrics metrics, LongSupplier clock) {
        this.table = table;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void listStarted(Kind kind) {
        if (kind == Kind.PODS) {
            apply(table::podListStarted);
        }
    }

    @Override
    public void listCompleted(Kind kind, Set<String> uids) {
        apply(() -> table.listCompleted(kind, uids, clock.getAsLong()));
        metrics.listed(kind, true);
    }

    @Override
    public void podUpserted(PodFacts pod) {
        apply(() -> table.podUpserted(pod, clock.getAsLong()));
        metrics.heard(Kind.PODS, WatcherMetrics.EventType.UPSERT);
    }

    @Override
    public void namespaceUpserted(String name, NamespaceFacts facts) {
        apply(() -> table.namespaceUpserted(name, facts, clock.getAsLong()));
        metrics.heard(Kind.NAMESPACES, WatcherMetrics.EventType.UPSERT);
    }

    @Override
    public void nodeUpserted(String name, String uid, Map<String, String> labels) {
        apply(() -> table.nodeUpserted(name, uid, labels, clock.getAsLong()));
        metrics.heard(Kind.NODES, WatcherMetrics.EventType.UPSERT);
    }

    @Override
    public void controllerUpserted(Kind kind, String uid, Owner above) {
        apply(() -> table.controllerUpserted(kind, uid, above, clock.getAsLong()));
        metrics.heard(kind, WatcherMetrics.EventType.UPSERT);
    }

    @Override
    public void deleted(Kind kind, String uid) {
        apply(() -> {
            if (kind == Kind.PODS) {
                table.podDeleted(uid, clock.getAsLong());
            } else {
                table.relatedDeleted(kind, uid);
            }
        });
        metrics.heard(kind, WatcherMetrics.EventType.DELETE);
    }

    private void apply(Runnable change) {
        synchronized (table) {
            change.run();
            table.notifyAll();
        }
    }
}
