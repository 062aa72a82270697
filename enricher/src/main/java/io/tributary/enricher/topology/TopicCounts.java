package io.tributary.enricher.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/** Counts how many events of a chunk go to each topic; nearly always all go to the same, so a map is touched once a run only. */
final class TopicCounts {

    private final Map<String, Integer> counts = new HashMap<>();
    private String topic;
    private int run;

    void clear() {
        counts.clear();
        topic = null;
        run = 0;
    }

    void add(String next) {
        if (!next.equals(topic)) {
            close();
            topic = next;
        }
        run++;
    }

    void forEach(ObjIntConsumer<String> taker) {
        close();
        counts.forEach(taker::accept);
    }

    private void close() {
        if (run > 0) {
            counts.merge(topic, run, Integer::sum);
        }
        run = 0;
    }
}
