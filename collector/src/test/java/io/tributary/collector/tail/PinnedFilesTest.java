package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.Gap;
import io.tributary.schemas.GapCause;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deleted files that are held open because they are not read to their end. */
class PinnedFilesTest {

    private static final long LIMIT = 5_000;

    private TailBench bench;
    private ExpectingSink sink;

    @BeforeEach
    void setUp(@TempDir Path root) {
        bench = new TailBench(root, 1024, LIMIT);
        sink = bench.sink;
        bench.append("0.log", "read before Kafka went away");
        bench.poll();
        sink.lines();
        sink.hasRoom(false);
    }

    @AfterEach
    void tearDown() {
        bench.close();
    }

    @Test
    void shouldHoldDeletedFilesOpenUpToTheLimitAndReadThemLater() {
        List<String> unread = new ArrayList<>(bench.append("0.log", "x".repeat(3_000)));
        bench.rename("0.log", "0.log.20240101-000000");
        unread.addAll(bench.append("0.log", "next"));
        bench.poll();
        long size = size("0.log.20240101-000000");
        bench.delete("0.log.20240101-000000");
        bench.poll();
        assertThat(bench.positions.pinned).isEqualTo(size);

        sink.hasRoom(true);
        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.lines()).isEqualTo(unread);
        assertThat(sink.gaps()).isEmpty();
        assertThat(bench.positions.pinned).isZero();
    }

    @Test
    void shouldLetTheFileGoThatWasDeletedFirstAndSayExactlyHowManyBytesAreLost() {
        long read = size("0.log");
        bench.append("0.log", "x".repeat(3_000));
        bench.rename("0.log", "0.log.20240101-000000");
        List<String> second = bench.append("0.log", "y".repeat(3_000));
        bench.rename("0.log", "0.log.20240101-000010");
        List<String> third = bench.append("0.log", "third");
        bench.pollFor(Duration.ofSeconds(15));
        long size = size("0.log.20240101-000000");
        bench.delete("0.log.20240101-000000");
        bench.poll();

        bench.delete("0.log.20240101-000010");
        bench.pollFor(Duration.ofSeconds(15));
        sink.hasRoom(true);
        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(GapCause.LIMIT);
            assertThat(gap.offset()).isEqualTo(read);
            assertThat(gap.knownEnd()).isEqualTo(size);
            assertThat(gap.lowerBound()).isEqualTo(size - read);
            assertThat(sink.ends(gap.file())).last().satisfies(end -> {
                assertThat(end.gone()).isTrue();
                assertThat(end.sizeKnown()).isTrue();
                assertThat(end.offset()).isEqualTo(size);
            });
        });
        assertThat(sink.lines()).containsExactly(second.get(0), third.get(0));
    }

    @Test
    void shouldNotClaimToKnowTheSizeWhenTheFileWasStillWrittenTo() {
        bench.append("0.log", "x".repeat(6_000));
        bench.pollOnce();
        bench.delete("0.log");
        bench.poll();

        sink.hasRoom(true);
        bench.poll();

        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.knownEnd()).isNegative();
            assertThat(gap.lowerBound()).isGreaterThan(6_000);
        });
    }

    @Test
    void shouldGoOnInTheCompressedSiblingWhenThatIsThere() {
        List<String> unread = new ArrayList<>(bench.append("0.log", "x".repeat(6_000)));
        bench.rename("0.log", "0.log.20240101-000000");
        unread.addAll(bench.append("0.log", "next"));
        bench.poll();

        bench.compress("0.log.20240101-000000");
        bench.poll();
        assertThat(bench.positions.pinned).as("the plain file is let go").isZero();
        sink.hasRoom(true);
        bench.poll();

        assertThat(sink.lines()).isEqualTo(unread);
        assertThat(sink.gaps()).extracting(Gap::cause).isEmpty();
        assertThat(sink.chunks()).extracting(Chunk::file).hasSizeGreaterThan(1);
    }

    private long size(String name) {
        return bench.file(name).toFile().length();
    }
}
