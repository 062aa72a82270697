package io.tributary.standalone.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.standalone.load.NumberedLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of a container's stream come out as they were written, across rotations and restarts, on one partition. */
public final class OrderPerContainerStream implements Guarantee {

    private final Map<String, NumberedLine> last = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();
    private final List<String> broken = new ArrayList<>();

    @Override
    public void read(EnrichedEvent event) {
        Integer partition = partitions.putIfAbsent(event.key(), event.partition());
        if (partition != null && partition != event.partition()) {
            broken.add("key " + event.key() + " is on partitions " + partition + " and " + event.partition());
        }
        // What fills a hole that was left behind comes out of order by design, and says so.
        if (!event.flags().contains("late")) {
            event.line().ifPresent(line -> follow(line, event));
        }
    }

    @Override
    public void verify() {
        assertThat(broken).as("breaks of order").isEmpty();
    }

    private void follow(NumberedLine line, EnrichedEvent event) {
        Series series = Series.of(line.series());
        NumberedLine before = last.put(series.containerStream(), line);
        if (before != null) {
            int restarts = Integer.compare(Series.of(before.series()).restart(), series.restart());
            if (restarts > 0 || (restarts == 0 && before.sequence() >= line.sequence())) {
                broken.add(line.series() + '#' + line.sequence() + " came behind " + before.series() + '#'
                        + before.sequence() + " at " + event.place());
            }
        }
    }

    /** {@code <pod directory>/<container>/<restart>/<stream>} taken apart. */
    private record Series(String containerStream, int restart) {

        static Series of(String name) {
            int streamAt = name.lastIndexOf('/');
            int restartAt = name.lastIndexOf('/', streamAt - 1);
            return new Series(
                    name.substring(0, restartAt) + name.substring(streamAt),
                    Integer.parseInt(name.substring(restartAt + 1, streamAt)));
        }
    }
}
