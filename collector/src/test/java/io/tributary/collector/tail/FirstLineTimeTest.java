package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FirstLineTimeTest {

    @Test
    void shouldReadTheStampAtTheStartWhenTheLineIsCri() {
        assertThat(time("2024-01-01T01:00:00.5+01:00 stdout F x")).isEqualTo(Instant.parse("2024-01-01T00:00:00.5Z"));
    }

    @Test
    void shouldReadTheLastTimeFieldWhenTheLineIsDockerJson() {
        assertThat(
                        time(
                                "{\"log\":\"\\\"time\\\":\\\"x\",\"stream\":\"stdout\",\"time\":\"2024-01-01T00:00:00.000000001Z\"}"))
                .isEqualTo(Instant.parse("2024-01-01T00:00:00.000000001Z"));
    }

    @Test
    void shouldFindNoTimeWhenTheLineIsNoRuntimes() {
        assertThat(time("")).isNull();
        assertThat(time("hello world")).isNull();
        assertThat(time("{\"log\":\"x\"}")).isNull();
        assertThat(time("{\"time\":\"yesterday\"}")).isNull();
    }

    private static Instant time(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        return FirstLineTime.in(bytes, bytes.length);
    }
}
