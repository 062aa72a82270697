package io.tributary.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

    @Test
    void shouldKeepPartsApartWhenTwoRunInOneJvm() {
        try (Metrics first = new Metrics();
                Metrics second = new Metrics()) {
            // When
            first.registry().counter("tributary_first_lines_total").increment();

            // Then
            assertThat(first.scrape()).contains("tributary_first_lines_total 1.0");
            assertThat(second.scrape()).isEmpty();
        }
    }

    @Test
    void shouldTellOfTheJvmWhenAsked() {
        try (Metrics metrics = new Metrics().withJvm()) {
            // When
            String text = metrics.scrape();

            // Then
            assertThat(text)
                    .contains("jvm_memory_used_bytes{", "jvm_threads_live_threads", "process_files_open_files")
                    .contains("process_cpu_usage", "process_uptime_seconds", "jvm_gc_");
        }
    }

    @Test
    void shouldBeOneWithLabelsWhenItIsAnInfo() {
        try (Metrics metrics = new Metrics()) {
            metrics.info("tributary_fake_build_info", "What it is.", Map.of("version", "1.2", "java", "17"));

            assertThat(metrics.scrape()).contains("tributary_fake_build_info{java=\"17\",version=\"1.2\"} 1");
        }
    }
}
