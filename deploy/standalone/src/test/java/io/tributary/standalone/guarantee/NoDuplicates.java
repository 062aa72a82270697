package io.tributary.standalone.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** No line comes out twice, and no two records share an event id. */
public final class NoDuplicates implements Guarantee {

    private final Map<String, String> places = new HashMap<>();
    private final Map<String, String> twice = new TreeMap<>();

    @Override
    public void read(EnrichedEvent event) {
        note("id " + event.eventId(), event);
        event.line().ifPresent(line -> note("line " + line.series() + '#' + line.sequence(), event));
    }

    @Override
    public void verify() {
        assertThat(twice).as("what came out twice, and where").isEmpty();
    }

    private void note(String what, EnrichedEvent event) {
        String before = places.putIfAbsent(what, event.place());
        if (before != null) {
            twice.merge(what, before + " and " + event.place(), (one, other) -> one + "; " + other);
        }
    }
}
