package io.tributary.standalone.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every line written comes out undamaged, or its bytes are announced by a gap of its container. */
public final class NothingLost implements Guarantee {

    private final Map<String, WrittenLine> written = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Map<String, Long> announced = new HashMap<>();
    private final Map<String, String> strange = new TreeMap<>();

    @Override
    public void written(WrittenLine line) {
        written.put(name(line.line().series(), line.line().sequence()), line);
    }

    @Override
    public void read(EnrichedEvent event) {
        if (event.flags().contains("gap")) {
            announced.merge(container(event), event.gapBytes(), Long::sum);
        } else if (!event.flags().contains("accounting")) {
            event.line()
                    .ifPresentOrElse(
                            line -> read.add(name(line.series(), line.sequence())),
                            () -> strange.put(event.place(), event.message()));
        }
    }

    @Override
    public void verify() {
        assertThat(strange).as("events that are no undamaged numbered line").isEmpty();
        Set<String> invented = new HashSet<>(read);
        invented.removeAll(written.keySet());
        assertThat(invented).as("events that nobody wrote").isEmpty();
        Map<String, Long> missing = new TreeMap<>();
        Map<String, String> first = new HashMap<>();
        written.forEach((name, line) -> {
            if (!read.contains(name)) {
                missing.merge(container(line), (long) line.bytes(), Long::sum);
                first.putIfAbsent(container(line), name);
            }
        });
        missing.forEach((container, bytes) -> assertThat(announced.getOrDefault(container, 0L))
                .as(
                        "bytes announced by gaps of %s, of which %s are missing, first %s",
                        container, bytes, first.get(container))
                .isGreaterThanOrEqualTo(bytes));
    }

    private static String name(String series, long sequence) {
        return series + '#' + sequence;
    }

    private static String container(WrittenLine line) {
        return line.instance().podDirectory() + '/' + line.instance().container();
    }

    private static String container(EnrichedEvent event) {
        return event.key().substring(event.key().indexOf('/') + 1) + '/' + event.kubernetes("container_name");
    }
}
