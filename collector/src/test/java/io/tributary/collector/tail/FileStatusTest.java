package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.collector.tail.FileStatus.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the table of files says of a file in each state, and what is told of the backlog. */
class FileStatusTest {

    private TailBench bench;
    private ExpectingSink sink;

    @BeforeEach
    void setUp(@TempDir Path root) {
        bench = new TailBench(root);
        sink = bench.sink;
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void shouldShowPositionsAndNothingPendingWhenAllIsAcknowledged() {
        long size = bytes(bench.append("0.log", "one", "two"));
        bench.poll();

        FileStatus file = only();

        assertThat(file.path()).isEqualTo(bench.file("0.log"));
        assertThat(file.source().container()).isEqualTo("app");
        assertThat(file.file()).isEqualTo(sink.chunks().get(0).file());
        assertThat(List.of(file.offset(), file.acknowledged(), file.size())).containsOnly(size);
        assertThat(file.backlog()).isZero();
        assertThat(file.state()).isEqualTo(State.FOLLOWING);
        assertThat(file.reason()).isNull();
    }

    @Test
    void shouldSayWhatIsPendingAndWhy() {
        bench.create("0.log");
        bench.poll();
        assertThat(stateAndReason()).containsExactly(tuple(State.WAITING, "empty"));

        bench.write("0.log", bench.line("begun"));
        bench.poll();
        assertThat(stateAndReason()).containsExactly(tuple(State.WAITING, "first-line"));

        sink.keepUnacknowledged();
        bench.write("0.log", "\n");
        bench.poll();
        assertThat(stateAndReason()).containsExactly(tuple(State.FOLLOWING, "unacknowledged"));

        sink.acknowledge();
        bench.write("0.log", bench.line("partial"));
        bench.poll();
        assertThat(stateAndReason()).containsExactly(tuple(State.FOLLOWING, "partial-line"));

        sink.hasRoom(false);
        bench.write("0.log", "\n" + bench.line("waits") + "\n");
        bench.poll();
        assertThat(stateAndReason()).containsExactly(tuple(State.FOLLOWING, "no-room"));
        assertThat(only().backlog()).isPositive().isEqualTo(only().size() - only().offset());
    }

    @Test
    void shouldTellDrainingFromFinishedWhenAFileIsRotated() {
        bench.append("0.log", "one");
        bench.poll();
        sink.hasRoom(false);
        bench.append("0.log", "two");
        bench.rename("0.log", "0.log.20240101-000000");
        bench.append("0.log", "three");
        bench.poll();

        assertThat(stateAndReason())
                .containsExactly(tuple(State.DRAINING, "no-room"), tuple(State.FOLLOWING, "no-room"));

        sink.hasRoom(true);
        bench.pollFor(Duration.ofSeconds(30));
        assertThat(stateAndReason()).containsExactly(tuple(State.FINISHED, null), tuple(State.FOLLOWING, null));
    }

    @Test
    void shouldNameTheProblemWhenAFileCannotBeRead() throws Exception {
        bench.append("0.log", "one");
        bench.finder.disturb("app");
        bench.poll();

        assertThat(stateAndReason()).containsExactly(tuple(State.REFUSED, "not-found"));
    }

    @Test
    void shouldLeaveAFileAndGoOnWhereItWasWhenItIsWantedAgain() {
        List<String> expected = new ArrayList<>(bench.append("0.log", "one"));
        bench.poll();

        bench.leave("app");
        expected.addAll(bench.append("0.log", "written meanwhile"));
        bench.pollFor(Duration.ofSeconds(30));

        assertThat(bench.files()).isEmpty();
        assertThat(sink.ends())
                .as("nothing is said of a file that is only left")
                .isEmpty();
        assertThat(sink.chunks()).hasSize(1);
        bench.finder.hide(null);
        bench.poll();
        assertThat(sink.lines()).isEqualTo(expected);
    }

    @Test
    void shouldCountTheAgeOfTheOldestUnreadByteWithoutAnyFilesTime() throws Exception {
        bench.append("0.log", "one");
        bench.poll();
        assertThat(bench.positions.backlog.oldestUnreadNanos()).isZero();

        sink.hasRoom(false);
        bench.append("0.log", "two");
        Files.setLastModifiedTime(bench.file("0.log"), FileTime.fromMillis(0));
        bench.pollFor(Duration.ofSeconds(60));

        assertThat(bench.positions.backlog.oldestUnreadNanos())
                .isBetween(
                        Duration.ofSeconds(57).toNanos(), Duration.ofSeconds(61).toNanos());
        sink.hasRoom(true);
        bench.poll();
        assertThat(bench.positions.backlog).isEqualTo(new TailListener.Backlog(0, 0, 1, 0, 0));
    }

    @Test
    void shouldNotGrowOldWhenTheBacklogMovesOn() {
        bench.append("0.log", "one");
        bench.poll();

        // When: always some bytes behind, but never the same ones for long
        for (int i = 0; i < 60; i++) {
            sink.hasRoom(true);
            bench.poll();
            sink.hasRoom(false);
            bench.append("0.log", "more");
            bench.poll();
        }

        assertThat(bench.positions.backlog.oldestUnreadNanos())
                .isLessThanOrEqualTo(Duration.ofSeconds(7).toNanos());
        assertThat(bench.positions.backlog.unreadBytes()).isPositive();
        assertThat(bench.positions.backlog.largestContainerBytes()).isEqualTo(bench.positions.backlog.unreadBytes());
    }

    @Test
    void shouldComeRoundWhenKafkaIsAway() {
        bench.append("0.log", "one");
        sink.hasRoom(false);
        bench.poll();
        long before = bench.steps();

        bench.poll();

        assertThat(bench.steps()).isGreaterThan(before);
    }

    private FileStatus only() {
        assertThat(bench.files()).hasSize(1);
        return bench.files().get(0);
    }

    private List<Tuple> stateAndReason() {
        return bench.files().stream()
                .map(file -> tuple(file.state(), file.reason()))
                .toList();
    }

    private static long bytes(List<String> lines) {
        return lines.stream().mapToLong(line -> line.length() + 1L).sum();
    }
}
