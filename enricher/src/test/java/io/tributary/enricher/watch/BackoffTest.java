package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void shouldWaitLongerEachTimeByARandomPartUpToItsLimit() {
        long seed = System.nanoTime();
        for (int round = 0; round < 1_000; round++) {
            // Given
            Backoff backoff = new Backoff(100, 1_000, new Random(seed + round));

            // When
            long[] waits = LongStream.generate(backoff::next).limit(6).toArray();

            // Then
            long[] due = {100, 200, 400, 800, 1_000, 1_000};
            for (int i = 0; i < due.length; i++) {
                assertThat(waits[i]).as("wait %s, seed %s", i, seed + round).isBetween(due[i] / 2, due[i]);
            }
        }
    }

    @Test
    void shouldBeginAnewWhenItWorked() {
        // Given
        Backoff backoff = new Backoff(100, 1_000, new Random(1));
        LongStream.generate(backoff::next).limit(6).forEach(wait -> {});

        // When
        backoff.reset();

        // Then
        assertThat(backoff.next()).isBetween(50L, 100L);
    }
}
