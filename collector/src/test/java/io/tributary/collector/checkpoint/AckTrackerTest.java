package io.tributary.collector.checkpoint;

import static io.tributary.collector.checkpoint.SavedFiles.FILE;
import static io.tributary.collector.checkpoint.SavedFiles.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AckTrackerTest {

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final AckTracker tracker = new AckTracker(List.of(), clock::get);

    @Test
    void shouldKnowNothingWhenAFileWasNeverAcknowledged() {
        assertThat(tracker.find(FILE.id())).isNull();
        assertThat(tracker.snapshot()).isEmpty();
    }

    @Test
    void shouldNotPassAHoleWhenALaterRangeIsAcknowledgedFirst() {
        // Given
        tracker.acknowledged(0, at(10));

        // When
        tracker.acknowledged(20, at(30));

        // Then
        assertThat(tracker.find(FILE.id()).offset()).isEqualTo(10);

        // And: the hole is filled
        tracker.acknowledged(10, at(20));
        assertThat(tracker.find(FILE.id()).offset()).isEqualTo(30);
    }

    @Test
    void shouldAnswerNothingWhenTheBeginningIsMissing() {
        tracker.acknowledged(10, at(20));

        assertThat(tracker.find(FILE.id())).isNull();
        assertThat(tracker.snapshot()).isEmpty();
    }

    @Test
    void shouldAlwaysAnswerTheContiguousPositionWhenOrderIsRandom() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            AckTracker any = new AckTracker(List.of(), clock::get);
            List<Integer> ranges = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                ranges.add(i);
            }
            ranges.addAll(List.of(3, 7, 7, 29)); // some come twice
            Collections.shuffle(ranges, random);
            boolean[] done = new boolean[31];
            for (int range : ranges) {
                any.acknowledged(range * 10L, at(range * 10L + 10));
                done[range] = true;
                long expected = 0;
                while (done[(int) (expected / 10)]) {
                    expected += 10;
                }
                SavedFile found = any.find(FILE.id());
                assertThat(found == null ? 0 : found.offset())
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldKeepTheBytesBeforeThePositionWhenPromoted() {
        // When
        tracker.acknowledged(3, at(6, "abcdef"));
        tracker.acknowledged(0, at(3, "abc"));

        // Then
        assertThat(tracker.find(FILE.id()).before()).asString().isEqualTo("abcdef");
    }

    @Test
    void shouldNotGoBackWhenARangeIsAcknowledgedTwice() {
        tracker.acknowledged(0, at(30));

        tracker.acknowledged(0, at(10));

        assertThat(tracker.find(FILE.id()).offset()).isEqualTo(30);
    }

    @Test
    void shouldReplaceTheStateWhenANewGenerationStarts() {
        // Given
        tracker.acknowledged(0, at(30));
        SavedFile next = SavedFiles.of(FILE.next(), 12, "x");

        // When
        tracker.acknowledged(-1, next);

        // Then
        assertThat(tracker.find(FILE.id()).file().generation()).isEqualTo(1);
        assertThat(tracker.find(FILE.id()).offset()).isEqualTo(12);

        // And: a late word on the old generation changes nothing
        tracker.acknowledged(30, at(40));
        assertThat(tracker.find(FILE.id()).offset()).isEqualTo(12);
    }

    @Test
    void shouldWaitForTheStartWhenALaterPieceOfANewGenerationComesFirst() {
        tracker.acknowledged(0, at(30));

        tracker.acknowledged(12, SavedFiles.of(FILE.next(), 20, "x"));

        assertThat(tracker.find(FILE.id()).file().generation()).isZero();
    }

    @Test
    void shouldForgetAFileWhenItIsGoneForAnHour() {
        // Given
        tracker.acknowledged(0, at(10));
        tracker.forgotten(FILE);

        // When
        clock.addAndGet(AckTracker.GONE_KEPT_MS);
        assertThat(tracker.snapshot()).hasSize(1);
        clock.addAndGet(1);

        // Then
        assertThat(tracker.snapshot()).isEmpty();
        assertThat(tracker.find(FILE.id())).isNull();
    }

    @Test
    void shouldKeepAFileWhenItIsFoundAgain() {
        // Given
        tracker.acknowledged(0, at(10));
        tracker.forgotten(FILE);

        // When
        assertThat(tracker.find(FILE.id()).offset()).isEqualTo(10);
        clock.addAndGet(10 * AckTracker.GONE_KEPT_MS);

        // Then
        assertThat(tracker.snapshot()).hasSize(1);
    }

    @Test
    void shouldForgetASavedFileWhenNotMetForSevenDays() {
        // Given
        FileKey met = new FileKey(new FileId(9, 9), 0);
        AckTracker restarted = new AckTracker(
                List.of(at(10).seenAt(clock.get()), SavedFiles.of(met, 5, "").seenAt(clock.get())), clock::get);
        restarted.find(met.id());

        // When
        clock.addAndGet(AckTracker.UNMET_KEPT_MS + 1);

        // Then
        assertThat(restarted.snapshot()).extracting(SavedFile::file).containsExactly(met);
    }

    @Test
    void shouldNameTheFilesOfAnEarlierRunThatNobodyAskedFor() {
        // Given
        FileKey met = new FileKey(new FileId(9, 9), 0);
        FileKey gone = new FileKey(new FileId(8, 8), 0);
        AckTracker restarted = new AckTracker(
                List.of(
                        at(10),
                        SavedFiles.of(met, 5, ""),
                        SavedFiles.of(gone, 5, "").goneAt(1)),
                clock::get);

        // When
        restarted.find(met.id());

        // Then
        assertThat(restarted.unmet()).extracting(SavedFile::file).containsExactly(FILE);
    }

    @Test
    void shouldTellLengthsOfUnfinishedFirstLinesOfThatInstanceOnly() {
        // When
        tracker.acknowledged(0, SavedFiles.unfinished(FILE, 0, 900));
        tracker.acknowledged(0, SavedFiles.unfinished(new FileKey(new FileId(5, 5), 0), 1, 700));

        // Then
        assertThat(tracker.unfinishedFirstLines("ns_pod_uid", "app", 0)).containsExactly(900);
        assertThat(tracker.unfinishedFirstLines("ns_pod_uid", "other", 0)).isEmpty();
    }

    @Test
    void shouldRaiseTheVersionOnlyWhenSomethingIsWorthSaving() {
        tracker.acknowledged(0, at(10));
        long version = tracker.version();

        tracker.acknowledged(20, at(30));
        tracker.find(FILE.id());

        assertThat(tracker.version()).isEqualTo(version);
    }
}
