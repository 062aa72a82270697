package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.Gap;
import io.tributary.schemas.GapCause;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of files that vanished while the collector was away. */
class AbsentFilesTest {

    private TailBench bench;
    private ExpectingSink sink;
    private FileKey followed;
    private int before;

    @BeforeEach
    void setUp(@TempDir Path root) {
        bench = new TailBench(root);
        sink = bench.sink;
        bench.append("0.log", "one");
        bench.poll();
        followed = sink.chunks().get(0).file();
        before = sink.records().size();
        bench.close();
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void shouldPutAGapOfUnknownSizeBeforeTheNextFileWhenTheLastOneFollowedIsGone() {
        bench.delete("0.log");
        bench.append("0.log.20240101-000500", "written and rotated in between");
        bench.append("0.log", "now");

        bench.start();
        bench.poll();

        assertThat(said()).containsExactly("Gap", "EndOfFile", "Chunk", "Chunk");
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.file()).isEqualTo(followed);
            assertThat(gap.offset()).isEqualTo(sink.chunks().get(0).end());
            assertThat(gap.knownEnd()).isNegative();
            assertThat(gap.lowerBound()).isZero();
            assertThat(gap.cause()).isEqualTo(GapCause.SUCCESSION);
        });
        assertThat(sink.ends(followed)).singleElement().satisfies(end -> {
            assertThat(end.sizeKnown()).isFalse();
            assertThat(end.gone()).isTrue();
            assertThat(end.instanceOver()).isFalse();
        });
        assertThat(bench.positions.forgotten).containsExactly(followed);
    }

    @Test
    void shouldTellOfATruncationWhenItHappenedInPlace() {
        bench.truncate("0.log", 0);
        bench.append("0.log", "longer than all that was there before the file was truncated");

        bench.start();
        bench.poll();

        assertThat(said()).containsExactly("Gap", "EndOfFile", "Chunk");
        assertThat(sink.gaps()).extracting(Gap::file).containsExactly(followed);
    }

    @Test
    void shouldTellThatAPodIsGoneWithItsLastBytesWhenItWasDeleted() {
        bench.delete("0.log");
        TailBench.run(() -> Files.delete(bench.container));

        bench.start();
        bench.poll();

        assertThat(sink.gaps()).extracting(Gap::cause).containsExactly(GapCause.DELETED);
        assertThat(sink.ends(followed)).singleElement().satisfies(end -> {
            assertThat(end.gone()).isTrue();
            assertThat(end.instanceOver()).isTrue();
        });
        assertThat(bench.positions.positions).isEmpty();
    }

    @Test
    void shouldTellOfAFileOfWhichNothingWasAcknowledged() {
        bench.start();
        sink.keepUnacknowledged();
        bench.write("../other/0.log", bench.line("never arrives") + "\n");
        bench.poll();
        FileKey lost = sink.chunks().get(1).file();
        sink.loseUnacknowledged();
        bench.close();
        sink.acknowledgeAlways();
        bench.delete("../other/0.log");

        bench.start();
        bench.poll();

        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.file()).isEqualTo(lost);
            assertThat(gap.offset()).isZero();
        });
    }

    @Test
    void shouldOnlySayThatItIsGoneWhenAFileWasReadToItsEnd() {
        bench.start();
        bench.rename("0.log", "0.log.20240101-000000");
        bench.append("0.log", "two");
        bench.pollFor(Duration.ofSeconds(15));
        assertThat(sink.ends(followed)).extracting(EndOfFile::gone).containsExactly(false);
        bench.close();
        bench.delete("0.log.20240101-000000");

        bench.start();
        bench.poll();

        assertThat(sink.gaps()).isEmpty();
        assertThat(sink.ends(followed)).last().satisfies(end -> {
            assertThat(end.gone()).isTrue();
            assertThat(end.sizeKnown()).isTrue();
            assertThat(end.offset()).isEqualTo(sink.chunks().get(0).end());
        });
        assertThat(bench.positions.forgotten).containsExactly(followed);
    }

    @Test
    void shouldSayNoGapWhenItsSuccessorWasBegun() {
        bench.start();
        bench.rename("0.log", "0.log.20240101-000000");
        bench.append("0.log", "two");
        bench.poll();
        bench.close();
        bench.delete("0.log.20240101-000000");

        bench.start();
        bench.poll();

        assertThat(sink.gaps())
                .as("files are begun only when those before them are drained")
                .isEmpty();
        assertThat(sink.ends(followed)).singleElement().satisfies(end -> {
            assertThat(end.gone()).isTrue();
            assertThat(end.sizeKnown()).as("more may have been written to it").isFalse();
        });
    }

    @Test
    void shouldSayNothingWhenOneListingMissesIt() {
        bench.finder.missOnce(bench.file("0.log"));

        bench.start();
        bench.poll();

        assertThat(said()).isEmpty();
    }

    @Test
    void shouldSayNothingAsLongAsTheFolderCannotBeRead() {
        bench.finder.deny(bench.container);
        bench.start();
        bench.pollFor(Duration.ofSeconds(30));
        assertThat(said()).isEmpty();

        bench.finder.allow();
        bench.append("0.log", "two");
        bench.poll();

        assertThat(said()).containsExactly("Chunk");
    }

    @Test
    void shouldSayItAgainWhenTheSinkLostIt() {
        bench.delete("0.log");
        bench.append("0.log", "now");
        sink.keepUnacknowledged();
        bench.start();
        bench.poll();
        assertThat(said()).containsExactly("Gap", "EndOfFile", "Chunk");

        sink.loseUnacknowledged();
        bench.poll();

        assertThat(said()).containsExactly("Gap", "EndOfFile", "Chunk", "Gap", "EndOfFile", "Chunk");
    }

    private List<String> said() {
        return sink.records().stream()
                .skip(before)
                .map(record -> record.getClass().getSimpleName())
                .toList();
    }
}
