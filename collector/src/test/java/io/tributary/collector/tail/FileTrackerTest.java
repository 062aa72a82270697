package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.Gap;
import io.tributary.schemas.GapCause;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can happen to the files of one container, one case a test. */
class FileTrackerTest {

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
    void shouldDeliverEachLineOnceWhenAFileGrows() {
        List<String> first = bench.append("0.log", "one", "two");
        bench.poll();
        assertThat(sink.lines()).isEqualTo(first);

        List<String> second = bench.append("0.log", "three");
        bench.poll();
        assertThat(sink.lines()).isEqualTo(second);
        assertThat(sink.chunks()).extracting(Chunk::startsAtLine).containsOnly(true);
    }

    @Test
    void shouldDeliverALineWholeWhenItIsWrittenInTwoCalls() {
        byte[] line = (bench.line("gr\u00fc\u00dfe") + "\n").getBytes(StandardCharsets.UTF_8);
        int insideACharacter = line.length - 4;
        bench.write("0.log", Arrays.copyOf(line, insideACharacter));
        bench.poll();
        assertThat(sink.records()).isEmpty();

        bench.write("0.log", Arrays.copyOfRange(line, insideACharacter, line.length));
        bench.poll();

        assertThat(sink.lines()).singleElement().asString().endsWith("gr\u00fc\u00dfe");
    }

    @Test
    void shouldDrainTheRenamedFileBeforeTheNewOnesLines() {
        List<String> expected = new ArrayList<>(bench.append("0.log", "before"));
        bench.poll();

        bench.rename("0.log", "0.log.20240101-000000");
        bench.create("0.log");
        expected.addAll(bench.append("0.log.20240101-000000", "old file, after the rename"));
        expected.addAll(bench.append("0.log", "new file"));
        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldDeliverAllGenerationsInOrderWhenTheyRotateBetweenTwoLooks() {
        List<String> expected = new ArrayList<>(bench.append("0.log", "first"));
        bench.poll();
        for (int i = 0; i < 5; i++) {
            expected.addAll(bench.append("0.log", "in " + i));
            bench.rename("0.log", "0.log.20240101-00000" + i);
            expected.addAll(bench.append("0.log.20240101-00000" + i, "late in " + i));
        }
        expected.addAll(bench.append("0.log", "last"));

        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
    }

    @Test
    void shouldSortRotatedFilesByTheirFirstLineWhenNamesAreInLocalTime() {
        List<String> older = bench.append("0.log.20241027-025959", "before the hour repeats");
        List<String> younger = bench.append("0.log.20241027-020001", "after the clock went back");
        List<String> current = bench.append("0.log", "now");

        bench.poll();

        assertThat(sink.lines()).containsExactly(older.get(0), younger.get(0), current.get(0));
    }

    @Test
    void shouldReadToTheEndThroughTheOpenFileWhenItIsDeleted() {
        bench.append("0.log", "one");
        bench.poll();
        sink.lines();
        List<String> rest = bench.append("0.log", "two", "three");
        bench.delete("0.log");

        bench.poll();

        assertThat(sink.lines()).isEqualTo(rest);
    }

    @Test
    void shouldFinishTheOldInstanceFirstWhenAContainerRestarts() {
        List<String> expected = new ArrayList<>(bench.append("0.log", "one"));
        bench.poll();
        expected.addAll(bench.append("0.log", "last words"));
        expected.addAll(bench.append("1.log", "risen"));

        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.lines()).isEqualTo(expected);
        assertThat(sink.ends()).singleElement().satisfies(end -> {
            assertThat(end.source().restart()).isZero();
            assertThat(end.instanceOver()).isTrue();
            assertThat(end.gone()).isFalse();
        });
    }

    @Test
    void shouldSayEndOfFileOnlyWhenTheSuccessorHasALineAndNothingCameForTenSeconds() {
        bench.append("0.log", "one");
        bench.poll();
        bench.rename("0.log", "0.log.20240101-000000");
        bench.create("0.log");
        bench.pollFor(Duration.ofSeconds(30));
        assertThat(sink.ends())
                .as("the runtime has not opened the new file yet")
                .isEmpty();

        bench.append("0.log", "two");
        bench.pollFor(Duration.ofSeconds(12));

        assertThat(sink.ends()).singleElement().satisfies(end -> {
            assertThat(end.offset()).isEqualTo(size("0.log.20240101-000000"));
            assertThat(end.sizeKnown()).isTrue();
            assertThat(end.gone()).isFalse();
            assertThat(end.instanceOver()).isFalse();
        });
    }

    @Test
    void shouldCorrectTheEndOfFileWhenTheOldFileGrowsAfterIt() {
        bench.append("0.log.20240101-000000", "one");
        bench.append("0.log", "two");
        bench.pollFor(Duration.ofSeconds(15));
        FileKey old = sink.ends().get(0).file();
        sink.lines();

        List<String> late = bench.append("0.log.20240101-000000", "from a writer that kept it open");
        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.lines()).isEqualTo(late);
        assertThat(sink.ends(old)).extracting(EndOfFile::offset).last().isEqualTo(size("0.log.20240101-000000"));
    }

    @Test
    void shouldSayThatAFinishedFileIsGoneAndForgetItWhenItLeavesTheDisk() {
        bench.append("0.log.20240101-000000", "one");
        bench.append("0.log", "two");
        bench.pollFor(Duration.ofSeconds(15));
        FileKey old = sink.ends().get(0).file();

        bench.delete("0.log.20240101-000000");
        bench.poll();

        assertThat(sink.ends(old)).extracting(EndOfFile::gone).containsExactly(false, true);
        assertThat(bench.positions.forgotten).containsExactly(old);
    }

    @Test
    void shouldSayThatTheInstanceIsOverWhenItsDirectoryIsGone() {
        bench.append("0.log", "one");
        bench.poll();
        bench.delete("0.log");
        TailBench.run(() -> Files.delete(bench.container));

        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.ends()).singleElement().satisfies(end -> {
            assertThat(end.gone()).isTrue();
            assertThat(end.instanceOver()).isTrue();
        });
        assertThat(bench.positions.positions).isEmpty();
    }

    @Test
    void shouldNotReadAgainWhenARotatedFileIsCompressedAfterItWasRead() {
        bench.append("0.log", "one");
        bench.poll();
        bench.rename("0.log", "0.log.20240101-000000");
        List<String> second = bench.append("0.log", "two");
        bench.poll();
        bench.compress("0.log.20240101-000000");
        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.lines()).hasSize(2).contains(second.get(0));
        assertThat(sink.ends()).extracting(EndOfFile::gone).containsExactly(false);
        assertThat(bench.positions.forgotten).isEmpty();
    }

    @Test
    void shouldGoOnInTheCompressedSiblingWhenTheCollectorWasAwayWhileFilesRotated() {
        List<String> expected = new ArrayList<>(bench.append("0.log", "one"));
        bench.poll();
        expected.addAll(bench.append("0.log", "two", "three"));
        bench.rename("0.log", "0.log.20240101-000000");
        expected.addAll(bench.append("0.log", "four"));
        bench.compress("0.log.20240101-000000");

        bench.close();
        bench.start();
        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldNotSendAnythingAgainWhenTheCollectorRestarts() {
        bench.append("0.log.20240101-000000", "one");
        bench.append("0.log", "two");
        bench.pollFor(Duration.ofSeconds(15));
        int before = sink.records().size();

        bench.close();
        bench.start();
        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.records()).hasSize(before);
    }

    @Test
    void shouldStartAgainBehindTheAcknowledgedBytesWhenTheSinkLostTheRest() {
        List<String> safe = bench.append("0.log", "one");
        bench.poll();
        sink.keepUnacknowledged();
        List<String> lost = new ArrayList<>(bench.append("0.log", "two"));
        bench.poll();
        lost.addAll(bench.append("0.log", "three"));
        bench.poll();
        assertThat(sink.lines()).hasSize(3).startsWith(safe.get(0));

        sink.loseUnacknowledged();
        bench.poll();

        assertThat(sink.lines()).isEqualTo(lost);
    }

    @Test
    void shouldSendThePredecessorAgainBeforeItsSuccessorWhenTheSinkLostBoth() {
        sink.keepUnacknowledged();
        List<String> expected = new ArrayList<>(bench.append("0.log.20240101-000000", "one"));
        expected.addAll(bench.append("0.log", "two"));
        bench.poll();
        assertThat(sink.lines()).isEqualTo(expected);

        sink.loseUnacknowledged();
        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
    }

    @Test
    void shouldSayEndOfFileAgainWhenTheSinkLostIt() {
        bench.append("0.log.20240101-000000", "one");
        bench.append("0.log", "two");
        bench.poll();
        sink.keepUnacknowledged();
        bench.pollFor(Duration.ofSeconds(15));
        assertThat(sink.ends()).hasSize(1);

        sink.loseUnacknowledged();
        bench.poll();

        assertThat(sink.ends()).hasSize(2);
    }

    @Test
    void shouldShipNothingOfTheNewContentUnderTheOldIdWhenAFileIsTruncatedAndRefilledBeyondThePosition() {
        bench.append("0.log", "one");
        bench.poll();
        FileKey old = sink.chunks().get(0).file();
        sink.lines();
        bench.truncate("0.log", 0);
        List<String> fresh = bench.append("0.log", "new and much longer than before", "and more");

        bench.poll();

        assertThat(sink.lines()).isEqualTo(fresh);
        assertThat(sink.chunks().get(1).file()).isNotEqualTo(old);
        assertThat(sink.chunks().get(1).offset()).isZero();
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.file()).isEqualTo(old);
            assertThat(gap.knownEnd()).isNegative();
            assertThat(gap.cause()).isEqualTo(GapCause.TRUNCATED);
        });
        assertThat(bench.positions.forgotten).containsExactly(old);
    }

    @Test
    void shouldNoticeARefilledFileByItsFirstLineWhenTheBytesBeforeThePositionAreEqual() {
        String sameEnd = "x".repeat(100);
        bench.append("0.log", sameEnd);
        bench.poll();
        FileKey old = sink.chunks().get(0).file();
        sink.lines();
        bench.truncate("0.log", 0);
        List<String> fresh = bench.append("0.log", sameEnd, "and more");

        bench.poll();

        assertThat(sink.lines()).isEqualTo(fresh);
        assertThat(sink.gaps()).extracting(Gap::file).containsExactly(old);
    }

    @Test
    void shouldPutTheGapBeforeTheNewContentWhenAFileIsTruncatedWithUnreadBytes() {
        bench.append("0.log", "one");
        bench.poll();
        bench.truncate("0.log", 0);
        bench.poll();
        bench.append("0.log", "two");
        bench.poll();

        assertThat(sink.records())
                .extracting(Object::getClass)
                .extracting(Class::getSimpleName)
                .containsExactly("Chunk", "Gap", "EndOfFile", "Chunk");
    }

    @Test
    void shouldGoOnInTheCopyWhenAFileIsCopiedAndTruncatedBeforeItWasRead() {
        bench.append("0.log", "one");
        bench.poll();
        sink.lines();
        List<String> expected = new ArrayList<>(bench.append("0.log", "two"));
        bench.copy("0.log", "0.log.20240101-000000");
        bench.truncate("0.log", 0);
        expected.addAll(bench.append("0.log", "three"));

        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldReadTheCopyToItsEndWhenItIsDeletedBeforeItsTurnToBeReadComes() {
        sink.hasRoom(false);
        List<String> expected = new ArrayList<>(bench.append("0.log", "one"));
        bench.rename("0.log", "0.log.20240101-000000");
        expected.addAll(bench.append("0.log", "two"));
        bench.poll();
        bench.copy("0.log", "0.log.20240101-000001");
        bench.truncate("0.log", 0);
        bench.pass(Duration.ofSeconds(1));
        bench.pollOnce();

        bench.delete("0.log.20240101-000000");
        bench.delete("0.log.20240101-000001");
        expected.addAll(bench.append("0.log", "three"));
        bench.poll();
        sink.hasRoom(true);
        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldGoOnInTheCompressedCopyWhenAFileIsCopiedAndTruncatedAndItsInstanceIsOver() {
        bench.append("0.log", "one");
        bench.poll();
        sink.lines();
        List<String> expected = new ArrayList<>(bench.append("0.log", "two"));
        bench.copy("0.log", "0.log.20240101-000000");
        bench.truncate("0.log", 0);
        bench.compress("0.log.20240101-000000");
        expected.addAll(bench.append("1.log", "three"));

        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldBeginANewGenerationWhenTheFileWentBackWithTheSameHead() {
        bench.append("0.log", "one", "two", "three");
        bench.poll();
        long first = size("0.log") / 3;
        FileKey file = sink.chunks().get(0).file();
        sink.lines();

        bench.truncate("0.log", first);
        List<String> after =
                bench.append("0.log", "after the power came back, longer than what was there before it went");
        bench.poll();

        assertThat(sink.lines()).hasSize(2).endsWith(after.get(0));
        assertThat(sink.gaps()).extracting(Gap::cause).containsExactly(GapCause.WENT_BACK);
        assertThat(sink.chunks().get(1).file()).isEqualTo(file.next());
        assertThat(bench.positions.of(file.id()).generation()).isEqualTo(1);
    }

    @Test
    void shouldEndAFileThatWentBackTwiceBeforeAnythingWasAcknowledged() {
        sink.keepUnacknowledged();
        bench.append("0.log", "one");
        long first = size("0.log");
        bench.append("0.log", "two, which is longer than what comes after");
        bench.poll();
        for (String after : List.of("after the first power loss", "after the next")) {
            bench.truncate("0.log", first);
            bench.append("0.log", after);
            bench.poll();
        }
        FileKey file = sink.chunks().get(0).file().next().next();
        long size = size("0.log");

        sink.acknowledgeAlways();
        bench.rename("0.log", "0.log.20240101-000000");
        bench.append("0.log", "three");
        bench.pollFor(Duration.ofSeconds(20));

        assertThat(sink.gaps()).extracting(Gap::cause).containsExactly(GapCause.WENT_BACK, GapCause.WENT_BACK);
        assertThat(sink.ends(file))
                .singleElement()
                .extracting(EndOfFile::offset)
                .isEqualTo(size);
    }

    @Test
    void shouldGoOnFromTheLastPlaceThatIsStillTheSame() {
        for (int i = 0; i < 200; i++) {
            bench.append("0.log", "x".repeat(500));
            bench.pollOnce();
        }
        long before = size("0.log");
        sink.lines();
        long cut = before - 20_000;

        bench.truncate("0.log", cut);
        List<String> after = bench.append("0.log", "y".repeat(30_000));
        bench.poll();

        Chunk first = sink.chunks().stream()
                .filter(chunk -> chunk.file().generation() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(first.offset()).isLessThanOrEqualTo(cut).isGreaterThan(cut - 50_000);
        assertThat(sink.lines()).last().asString().endsWith(after.get(0));
        assertThat(sink.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.offset()).isEqualTo(before));
    }

    @Test
    void shouldTellOfBytesThatWereCutOffUnreadAlthoughThePositionIsStillThere() {
        bench.append("0.log", "one");
        bench.poll();
        long read = size("0.log");
        sink.lines();
        sink.hasRoom(false);
        bench.append("0.log", "two", "three");
        bench.poll();
        long seen = size("0.log");

        bench.truncate("0.log", read);
        List<String> after = bench.append("0.log", "4");
        bench.poll();
        sink.hasRoom(true);
        bench.poll();

        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(GapCause.WENT_BACK);
            assertThat(gap.offset()).isEqualTo(read);
            assertThat(gap.lowerBound()).isEqualTo(seen - read);
        });
        assertThat(sink.lines()).isEqualTo(after);
    }

    @Test
    void shouldBeginANewGenerationWhenTheFileWentBackWhileTheCollectorWasAway() {
        bench.append("0.log", "one", "two", "three");
        bench.poll();
        bench.close();
        bench.truncate("0.log", size("0.log") / 3);
        bench.start();

        bench.poll();

        assertThat(sink.gaps()).extracting(Gap::cause).containsExactly(GapCause.WENT_BACK);
        assertThat(sink.chunks()).last().satisfies(chunk -> {
            assertThat(chunk.file().generation()).isEqualTo(1);
            assertThat(chunk.offset()).isZero();
        });
    }

    @Test
    void shouldShipAnUnfinishedLastLineWhenALaterInstanceWrites() {
        bench.append("0.log", "one");
        bench.write("0.log", "2024-01-01T00:00:09Z stdout F half a li");
        bench.poll();
        assertThat(sink.lines()).hasSize(1);

        List<String> next = bench.append("1.log", "risen");
        bench.pollFor(Duration.ofSeconds(12));

        assertThat(String.join("\n", sink.lines())).isEqualTo("2024-01-01T00:00:09Z stdout F half a li" + next.get(0));
    }

    @Test
    void shouldNameAFileByItsUnfinishedFirstLineWhenTheContainerIsOver() {
        bench.write("0.log", "2024-01-01T00:00:09Z stdout F half a li");
        bench.poll();
        assertThat(sink.records()).isEmpty();

        bench.append("1.log", "risen");
        bench.pollFor(Duration.ofSeconds(12));

        assertThat(sink.lines().get(0)).startsWith("2024-01-01T00:00:09Z stdout F half a li");
        assertThat(bench.positions.positions.values())
                .extracting(position -> position.start().idLength())
                .containsExactlyInAnyOrder(39, -1);
    }

    @Test
    void shouldKeepTheIdWhenAnUnfinishedFirstLineGrowsAfterAll() {
        bench.write("0.log", "2024-01-01T00:00:09Z stdout F half a li");
        bench.append("1.log", "risen");
        bench.pollFor(Duration.ofSeconds(12));
        FileKey file = sink.chunks().get(0).file();
        bench.close();
        bench.write("0.log", "ne\n");
        bench.start();

        bench.poll();

        assertThat(sink.chunks()).last().satisfies(chunk -> {
            assertThat(chunk.file()).isEqualTo(file);
            assertThat(chunk.offset()).isEqualTo(39);
            assertThat(chunk.startsAtLine()).isFalse();
        });
    }

    @Test
    void shouldNotBelieveThatAFileIsGoneWhenOneListingMissesIt() {
        bench.append("0.log.20240101-000000", "one");
        bench.append("0.log", "two");
        bench.pollFor(Duration.ofSeconds(15));
        assertThat(sink.ends()).extracting(EndOfFile::gone).containsExactly(false);

        bench.finder.missOnce(bench.file("0.log.20240101-000000"));
        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.ends()).extracting(EndOfFile::gone).containsExactly(false);
    }

    @Test
    void shouldNotSayEndOfFileForTenSecondsAfterTheLastByteCame() {
        bench.append("0.log.20240101-000000", "one");
        bench.append("0.log", "two");
        bench.pollFor(Duration.ofSeconds(8));
        assertThat(sink.ends()).isEmpty();
        bench.append("0.log.20240101-000000", "still written to");
        bench.pollFor(Duration.ofSeconds(9));
        assertThat(sink.ends()).isEmpty();

        bench.pollFor(Duration.ofSeconds(3));

        assertThat(sink.ends()).hasSize(1);
    }

    @Test
    void shouldForgetSilentlyAFileThatNeverHeldAByte() {
        bench.create("0.log");
        bench.poll();
        bench.delete("0.log");
        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.records()).isEmpty();
        assertThat(bench.positions.backlog.openFiles()).isZero();
    }

    @Test
    void shouldCountLeadingNulsIntoTheIdAndShipThem() {
        bench.write("0.log", new byte[300_000]);
        List<String> line = bench.append("0.log", "behind the hole");

        bench.poll();

        assertThat(sink.chunks().get(0).offset()).isZero();
        assertThat(sink.chunks())
                .last()
                .satisfies(chunk -> assertThat(chunk.end()).isEqualTo(size("0.log")));
        assertThat(sink.lines().get(0)).endsWith(line.get(0));
    }

    @Test
    void shouldFollowTheOthersAndTryAgainWhenOneFileCannotBeOpened() {
        bench.finder.disturb("denied");
        List<String> denied = List.of(bench.line("in the file that cannot be opened"));
        bench.write("../denied/0.log", denied.get(0) + "\n");
        List<String> others = bench.append("0.log", "in another container");
        bench.poll();
        assertThat(sink.lines()).isEqualTo(others);
        assertThat(bench.positions.problems).contains(FileProblem.NOT_FOUND);

        bench.finder.disturb(null);
        bench.poll();

        assertThat(sink.lines()).isEqualTo(denied);
    }

    @Test
    void shouldKeepTheOrderWhenAFileIsRenamedAndCompressedBetweenTwoLooks() {
        List<String> expected = new ArrayList<>(bench.append("0.log.20240101-000000", "one"));
        expected.addAll(bench.append("0.log", "two"));
        sink.hasRoom(false);
        bench.poll();
        bench.rename("0.log", "0.log.20240101-000001");
        expected.addAll(bench.append("0.log", "three"));
        bench.rename("0.log", "0.log.20240101-000002");
        expected.addAll(bench.append("0.log", "four"));
        bench.compress("0.log.20240101-000001");
        bench.poll();

        sink.hasRoom(true);
        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
    }

    @Test
    void shouldReadOnThroughTheHandleWhenTheDirectoryIsRemovedWithUnreadBytes() {
        sink.hasRoom(false);
        List<String> lines = bench.append("0.log", "one", "two");
        bench.poll();
        bench.delete("0.log");
        TailBench.run(() -> Files.delete(bench.container));
        bench.pollFor(Duration.ofSeconds(30));

        sink.hasRoom(true);
        bench.pollFor(Duration.ofSeconds(15));

        assertThat(sink.lines()).isEqualTo(lines);
        assertThat(sink.gaps()).isEmpty();
        assertThat(sink.ends()).singleElement().extracting(EndOfFile::gone).isEqualTo(true);
        assertThat(bench.positions.backlog.openFiles()).isZero();
    }

    @Test
    void shouldSendALongLineInChunksThatSayTheyContinueIt() {
        List<String> lines = bench.append("0.log", "x".repeat(3000), "short");

        bench.poll();

        assertThat(sink.chunks()).extracting(Chunk::startsAtLine).containsExactly(true, false, false, true);
        assertThat(sink.chunks()).extracting(Chunk::offset).startsWith(0L, 1024L, 2048L);
        assertThat(sink.lines()).isEqualTo(lines);
    }

    @Test
    void shouldTakeTheIdFromTheFirst128KibWhenTheFirstLineIsLonger() {
        bench.write("0.log", bench.line("x".repeat(TailConfig.MAX_BYTES)));

        bench.poll();

        assertThat(sink.chunks()).hasSizeGreaterThan(100);
        assertThat(bench.positions.positions).hasSize(1);
    }

    @Test
    void shouldGiveOthersTheirTurnWhenOneContainerHasABacklog() {
        for (int i = 0; i < 20; i++) {
            bench.append("0.log", "x".repeat(900));
        }
        TailBench.run(() -> Files.createDirectories(bench.root.resolve("other")));
        bench.write("../other/0.log", bench.line("waits for no one") + "\n");

        bench.pollOnce();

        assertThat(sink.chunks())
                .extracting(chunk -> chunk.source().container())
                .contains("other");
        assertThat(bench.positions.backlog.unreadBytes()).isPositive();
    }

    @Test
    void shouldSkipAFileInTheTurnWhenTheSinkHasNoRoom() {
        sink.hasRoom(false);
        List<String> lines = bench.append("0.log", "one");
        bench.poll();
        assertThat(bench.positions.backlog.unreadBytes()).isEqualTo(size("0.log"));

        sink.hasRoom(true);
        bench.poll();

        assertThat(sink.lines()).isEqualTo(lines);
        assertThat(bench.positions.backlog.pendingFiles()).isZero();
    }

    @Test
    void shouldPutAGapWhereACompressedFileGoesOnBehindTheLimit() {
        String blanks = " ".repeat(TailBench.INFLATED_MAX_BYTES);
        bench.append("0.log.20240101-000000", "blanks", blanks, blanks);
        bench.append("0.log", "next");
        bench.compress("0.log.20240101-000000");

        bench.pollFor(Duration.ofMinutes(2));

        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(GapCause.LIMIT);
            assertThat(gap.offset()).isEqualTo(TailBench.INFLATED_MAX_BYTES);
            assertThat(gap.knownEnd()).isNegative();
            assertThat(gap.lowerBound()).isPositive();
        });
        assertThat(sink.ends(sink.gaps().get(0).file())).singleElement().satisfies(end -> {
            assertThat(end.sizeKnown()).isFalse();
            assertThat(end.gone()).isFalse();
        });
        assertThat(sink.records().indexOf(sink.gaps().get(0)))
                .as("before the next file's lines")
                .isLessThan(
                        sink.records().indexOf(sink.chunks().get(sink.chunks().size() - 1)));
    }

    @Test
    void shouldNotReadACompressedFileAgainThatIsCutOff() {
        bench.append("0.log.20240101-000000", "blanks", " ".repeat(3 * TailBench.INFLATED_MAX_BYTES));
        bench.append("0.log", "next");
        bench.compress("0.log.20240101-000000");
        bench.pollFor(Duration.ofMinutes(2));
        int before = sink.records().size();

        bench.close();
        bench.start();
        bench.pollFor(Duration.ofMinutes(2));

        assertThat(sink.records()).hasSize(before);
    }

    @Test
    void shouldIgnoreAHalfWrittenCompressedFile() {
        List<String> lines = bench.append("0.log", "one");
        bench.write("0.log.20240101-000000.tmp", new byte[] {0x1F, (byte) 0x8B, 8, 0});

        bench.poll();

        assertThat(sink.lines()).isEqualTo(lines);
        assertThat(bench.positions.problems).isEmpty();
    }

    @Test
    void shouldNoticeOtherContentOfExactlyTheSameSizeAlthoughItNeverGrows() {
        bench.append("0.log", "one");
        bench.poll();
        sink.lines();
        bench.truncate("0.log", 0);
        List<String> other = bench.append("0.log", "two");

        bench.poll();

        assertThat(sink.lines()).isEqualTo(other);
        assertThat(sink.gaps()).extracting(Gap::cause).containsExactly(GapCause.TRUNCATED);
    }

    @Test
    void shouldTellOfEachContentThatIsTruncatedWhileKafkaIsAway() {
        bench.append("0.log", "one");
        bench.poll();
        sink.hasRoom(false);
        List<Long> seen = new ArrayList<>(List.of(0L));
        for (int i = 1; i <= 3; i++) {
            bench.truncate("0.log", 0);
            bench.append("0.log", "x".repeat(100 * i), "y");
            bench.poll();
            seen.add(size("0.log"));
        }

        sink.hasRoom(true);
        bench.poll();

        assertThat(sink.gaps()).hasSize(3).extracting(Gap::file).doesNotHaveDuplicates();
        assertThat(sink.gaps()).extracting(Gap::lowerBound).containsExactlyElementsOf(seen.subList(0, 3));
        assertThat(sink.ends()).extracting(EndOfFile::gone).containsExactly(true, true, true);
        assertThat(sink.lines()).last().asString().endsWith("y");
    }

    @Test
    void shouldEndEachGenerationOnceWhenAFileWentBackUnreadAndIsTruncatedLater() {
        sink.hasRoom(false);
        String head = bench.append("0.log", "one").get(0);
        bench.append("0.log", "unread, and longer than what is there afterwards");
        bench.poll();
        long unread = size("0.log");
        sink.hasRoom(true);
        bench.truncate("0.log", head.length() + 1);
        String after = bench.append("0.log", "after the power came back").get(0);
        bench.poll();
        bench.truncate("0.log", head.length() + 1);
        bench.append("0.log", "came and went between two looks");
        bench.truncate("0.log", 0);
        String other = bench.append("0.log", "other content").get(0);

        bench.poll();

        assertThat(sink.lines()).containsExactly(head, after, other);
        assertThat(sink.gaps())
                .extracting(Gap::cause, gap -> gap.file().generation(), Gap::offset, Gap::lowerBound)
                .containsExactly(
                        tuple(GapCause.WENT_BACK, 0, 0L, unread),
                        tuple(GapCause.TRUNCATED, 1, head.length() + after.length() + 2L, 0L));
        assertThat(sink.ends())
                .extracting(end -> end.file().generation(), EndOfFile::gone, EndOfFile::sizeKnown)
                .containsExactly(tuple(1, true, false));
    }

    @Test
    void shouldReadAFileBeforeItsSuccessorWhenItWasRefilledWithWholeLinesOfTheSameSize() {
        String begun = bench.line("begun");
        bench.write("0.log", begun);
        bench.poll();
        bench.truncate("0.log", 0);
        List<String> expected = new ArrayList<>(bench.append("0.log", "full"));
        bench.rename("0.log", "0.log.20240101-000000");
        expected.addAll(bench.append("0.log", "two"));

        bench.poll();

        assertThat(size("0.log.20240101-000000")).isEqualTo(begun.length());
        assertThat(sink.lines()).isEqualTo(expected);
        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldKeepTheOrderWhenARefilledFileIsRotatedAndCompressedBetweenTwoLooks() {
        bench.append("0.log", "one");
        bench.poll();
        sink.lines();
        bench.truncate("0.log", 0);
        List<String> expected = new ArrayList<>(bench.append("0.log", "two, longer than what was there before"));
        bench.rename("0.log", "0.log.20240101-000000");
        expected.addAll(bench.append("0.log", "three"));
        bench.rename("0.log", "0.log.20240101-000001");
        bench.compress("0.log.20240101-000000");

        bench.poll();

        assertThat(sink.lines()).isEqualTo(expected);
    }

    @Test
    void shouldReadOnThroughTheHandleWhenAnotherFileIsRenamedOverIt() {
        bench.append("0.log", "one");
        bench.poll();
        sink.lines();
        List<String> expected = new ArrayList<>(bench.append("0.log", "unread"));
        bench.write("0.log.tmp", bench.line("conmon's new file") + "\n");
        bench.replace("0.log.tmp", "0.log");
        expected.addAll(bench.append("0.log", "and on"));

        bench.poll();

        assertThat(sink.lines()).hasSize(3).startsWith(expected.get(0)).endsWith(expected.get(1));
        assertThat(sink.gaps()).isEmpty();
    }

    private long size(String name) {
        return bench.file(name).toFile().length();
    }
}
