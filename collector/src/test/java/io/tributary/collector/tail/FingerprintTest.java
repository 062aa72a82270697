package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.LogSource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static final byte[] LINE = "2024-01-01T00:00:00.000000001Z stdout F hello".getBytes(StandardCharsets.UTF_8);
    private static final LogSource SOURCE = source("ns_pod_uid", "app", 0);

    @Test
    void shouldNeverChange() {
        FileId id = new Fingerprint("test").of(SOURCE, 0, LINE, LINE.length);

        // A golden value: an id that changes with a release sends every file of every node again.
        assertThat(id).hasToString("22db3533db6b68c58105e45f2599bcaf");
    }

    @Test
    void shouldNotDependOnPathsOrTheContainerId() {
        LogSource elsewhere = new LogSource("ns_pod_uid", "app", 0, "id", "/other/link", "/other/path");

        assertThat(id("test", elsewhere, 0, LINE)).isEqualTo(id("test", SOURCE, 0, LINE));
    }

    @Test
    void shouldDifferWhenAnythingThatNamesTheInstanceDiffers() {
        FileId id = id("test", SOURCE, 0, LINE);

        assertThat(id).isNotEqualTo(id("prod", SOURCE, 0, LINE));
        assertThat(id).isNotEqualTo(id("test", source("ns_pod_uid2", "app", 0), 0, LINE));
        assertThat(id).isNotEqualTo(id("test", source("ns_pod_uid", "app2", 0), 0, LINE));
        assertThat(id).isNotEqualTo(id("test", source("ns_pod_uid", "app", 1), 0, LINE));
        assertThat(id).isNotEqualTo(id("test", SOURCE, 1, LINE));
        assertThat(id).isNotEqualTo(id("test", SOURCE, 0, "another line".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldDifferWhenFieldsAreSplitElsewhere() {
        assertThat(id("test", source("ab", "c", 0), 0, LINE)).isNotEqualTo(id("test", source("a", "bc", 0), 0, LINE));
    }

    @Test
    void shouldCountOnlySoMuchOfTheLineAsIsSaid() {
        byte[] longer = "2024-01-01T00:00:00.000000001Z stdout F hello and more".getBytes(StandardCharsets.UTF_8);

        assertThat(new Fingerprint("test").of(SOURCE, 0, longer, LINE.length)).isEqualTo(id("test", SOURCE, 0, LINE));
    }

    private static FileId id(String cluster, LogSource source, long skipped, byte[] line) {
        return new Fingerprint(cluster).of(source, skipped, line, line.length);
    }

    private static LogSource source(String podDirectory, String container, int restart) {
        return new LogSource(podDirectory, container, restart, null, "/link", "/path");
    }
}
