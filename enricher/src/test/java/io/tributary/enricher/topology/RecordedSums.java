package io.tributary.enricher.topology;

import io.tributary.enricher.assembly.Assembled;
import java.util.Map;
import java.util.TreeMap;

/** Keeps every sum under a readable name, so that tests can ask for it. */
final class RecordedSums implements Sums {

    private final Map<String, Long> counts = new TreeMap<>();

    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    @Override
    public void received(long bytes) {
        add("received", bytes);
    }

    @Override
    public void restored(long bytes) {
        add("restored", bytes);
    }

    @Override
    public void handedOver(long bytes) {
        add("handed over", bytes);
    }

    @Override
    public void held(long bytesMore, int podsMore) {
        add("held bytes", bytesMore);
        add("held pods", podsMore);
    }

    @Override
    public void assembled(Assembled assembled) {
        add("fresh", assembled.tally().fresh());
        add("duplicate", assembled.tally().duplicate());
        add("events", assembled.events().size());
    }

    @Override
    public void deadLettered(String reason, long bytes) {
        add("dead-lettered", bytes);
        add("dead-lettered " + reason, 1);
    }

    @Override
    public void enriched(JoinResult result, int events) {
        add(result.label(), events);
    }

    @Override
    public void latency(long millis) {
        add("latencies", 1);
    }

    @Override
    public void sent(String topic, int events) {
        add("sent " + topic, events);
    }

    @Override
    public void dropped(String reason, int events) {
        add("dropped " + reason, events);
    }

    @Override
    public void collided(int keys) {
        add("collisions", keys);
    }

    @Override
    public void metadataRow(String result) {
        add("row " + result, 1);
    }

    @Override
    public void metadataObjects(long rows) {
        counts.put("rows", rows);
    }

    private void add(String name, long amount) {
        counts.merge(name, amount, Long::sum);
    }
}
