package io.tributary.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StopSignalTest {

    /** A process that hears the first signal and then hangs. */
    static final class Hanging {

        private Hanging() {}

        public static void main(String[] args) throws InterruptedException {
            try (StopSignal signal = new StopSignal()) {
                System.out.println("listening");
                while (!signal.await(Duration.ofMinutes(1))) {
                    System.out.println("still listening");
                }
                System.out.println("stopping");
                new CountDownLatch(1).await(1, TimeUnit.MINUTES);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void shouldBeHeardWhenSent(String name) throws Exception {
        // Given
        try (StopSignal signal = new StopSignal()) {
            assertThat(signal.await(Duration.ZERO)).isFalse();

            // When
            kill(name, ProcessHandle.current().pid());

            // Then
            assertThat(signal.await(Duration.ofSeconds(10))).isTrue();
        }
    }

    @Test
    void shouldEndAtOnceOnlyWhenASecondRequestComes() throws Exception {
        // Given
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hanging.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("listening");
            kill("TERM", process.pid());
            kill("TERM", process.pid());
            assertThat(out.readLine()).isEqualTo("stopping");
            assertThat(process.isAlive()).as("one request that arrived twice").isTrue();

            // When
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(600))
                    .until(() -> {
                        kill("TERM", process.pid());
                        return !process.isAlive();
                    });

            // Then
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 15);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void kill(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }
}
