package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.RawRecord;
import io.tributary.collector.chunk.StillHere;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The node's clock travels in the records and decides nothing, however it jumps. */
class ClockJumpTest {

    @TempDir
    Path directory;

    @Test
    void shouldReadTheSameWhenTheClockJumpsByDays() {
        // Given
        long seed = new Random().nextLong();
        Iterator<Long> jumping = new Random(seed)
                .longs(-Duration.ofDays(3).toMillis(), Duration.ofDays(3).toMillis())
                .iterator();

        // When
        List<String> steady = run(directory.resolve("steady"), () -> 1_000_000_000_000L);
        List<String> jumped = run(directory.resolve("jumping"), () -> 1_000_000_000_000L + jumping.next());

        // Then
        assertThat(jumped).as("seed %d", seed).isEqualTo(steady).hasSizeGreaterThan(8);
    }

    @Test
    void shouldReadTheSameWhenTheClockStandsAtItsBeginning() {
        assertThat(run(directory.resolve("a"), () -> 0))
                .isEqualTo(run(directory.resolve("b"), () -> Long.MAX_VALUE / 2));
    }

    /** Growth, rotation, a restart, truncation, an end; what is handed over, without paths and times. */
    private static List<String> run(Path root, LongSupplier clock) {
        List<String> handedOver = new ArrayList<>();
        try (TailBench bench = new TailBench(root)) {
            bench.wallClock(clock);
            bench.append("0.log", "one", "two");
            bench.poll();
            bench.append("0.log", "three");
            bench.rename("0.log", "0.log.20240101-000000");
            bench.append("0.log", "four");
            bench.pollFor(Duration.ofMinutes(1));
            bench.start();
            bench.append("0.log", "five");
            bench.poll();
            bench.truncate("0.log", 0);
            bench.append("0.log", "six, after the truncation");
            bench.poll();
            bench.compress("0.log.20240101-000000");
            bench.append("1.log", "seven");
            bench.pollFor(Duration.ofMinutes(2));
            for (RawRecord record : bench.sink.records()) {
                // A sign of life is given on each day that the clock shows; one too many says nothing new.
                if (!(record instanceof StillHere)) {
                    handedOver.add(record.getClass().getSimpleName() + " " + record.file());
                }
            }
            handedOver.addAll(bench.sink.lines());
        }
        return handedOver;
    }
}
