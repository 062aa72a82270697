package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.RawRecord;
import io.tributary.collector.chunk.StillHere;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignsOfLifeTest {

    private static final int DAYS = 3;

    private TailBench bench;

    @BeforeEach
    void setUp(@TempDir Path root) {
        bench = new TailBench(root);
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void shouldSayOnceADayOfEveryFileOnTheDiskHowFarItIsAcknowledged() {
        bench.append("0.log.20240101-000000", "finished", "and closed");
        bench.append("0.log", "current");
        bench.pollFor(Duration.ofSeconds(15));

        passDays(DAYS);

        assertThat(bench.positions.positions).hasSize(2);
        bench.positions.positions.forEach((id, position) -> assertThat(signs(id))
                .hasSize(DAYS)
                .extracting(RawRecord::offset)
                .containsOnly(position.start().offset()));
    }

    @Test
    void shouldSaySoEachFileAtItsOwnTimeOfTheDay() {
        List<Long> times = List.of(
                SignsOfLife.timeOfDay(new FileId(0, 5)),
                SignsOfLife.timeOfDay(new FileId(0, Duration.ofDays(2).toMillis() + 7)),
                SignsOfLife.timeOfDay(new FileId(0, -1)));

        assertThat(times).containsExactly(5L, 7L, Duration.ofDays(1).toMillis() - 1);
    }

    @Test
    void shouldSayNothingMoreWhenTheFileIsGone() {
        bench.append("0.log.20240101-000000", "finished");
        bench.append("0.log", "current");
        bench.pollFor(Duration.ofSeconds(15));
        FileId gone = bench.sink.ends().get(0).file().id();
        bench.delete("0.log.20240101-000000");
        bench.poll();

        passDays(DAYS);

        assertThat(signs(gone)).isEmpty();
    }

    @Test
    void shouldSayItLaterWhenThereIsNoRoomNow() {
        bench.append("0.log", "one");
        bench.poll();
        FileId file = bench.sink.chunks().get(0).file().id();
        bench.sink.hasRoom(false);
        passDays(1);
        assertThat(signs(file)).isEmpty();

        bench.sink.hasRoom(true);
        bench.poll();

        assertThat(signs(file)).hasSize(1);
    }

    private void passDays(int days) {
        for (int i = 0; i < days * 24; i++) {
            bench.pass(Duration.ofHours(1));
            bench.pollFor(Duration.ofMillis(100));
        }
    }

    private List<RawRecord> signs(FileId file) {
        return bench.sink.records().stream()
                .filter(record ->
                        record instanceof StillHere && record.file().id().equals(file))
                .toList();
    }
}
