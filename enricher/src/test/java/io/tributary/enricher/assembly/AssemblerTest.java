package io.tributary.enricher.assembly;

import static io.tributary.enricher.assembly.AssembledFile.line;
import static io.tributary.enricher.assembly.AssembledFile.piece;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.enricher.assembly.Assembled.Tally;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.schemas.record.ChunkBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The rules of the protocol, by number, each with the case that needs it. */
class AssemblerTest {

    private static final String ONE = line("one");
    private static final String TWO = line("two");
    private static final String SIX = line("six");
    private static final int LENGTH = ONE.length();

    private final AssembledFile file = AssembledFile.withDefaults();

    @Test
    void shouldDropWhatWasSeenWhenAChunkComesAgain() {
        // Given
        file.bytes(0, true, ONE);

        // When
        file.bytes(0, true, ONE + TWO);

        // Then
        assertThat(file.told()).containsExactly("one", "two");
        assertThat(file.sum(Tally::duplicate)).isEqualTo(LENGTH);
        assertThat(file.sum(Tally::fresh)).isEqualTo(2L * LENGTH);
    }

    @Test
    void shouldNameTheGapInPlaceWhenOffsetsJump() {
        // Given
        file.bytes(0, true, ONE);

        // When
        file.bytes(2L * LENGTH, true, SIX);

        // Then
        assertThat(file.told()).containsExactly("one", "GAP " + LENGTH + "+" + LENGTH, "six");
        LogEvent gap = file.events.get(1);
        assertThat(gap.message().toString())
                .isEqualTo(LENGTH + " bytes are missing from /var/log/containers/web-1_shop_app-c0ffee.log"
                        + " (/var/log/pods/shop_web-1_0f1e/app/0.log) from byte " + LENGTH + " on: unannounced");
        assertThat(gap.stream()).isNull();
        assertThat(gap.flags()).containsExactly(Flag.GAP);
        assertThat(file.sum(Tally::unannounced)).isEqualTo(LENGTH);
    }

    @Test
    void shouldTakeLateBytesAndCorrectTheSumsWhenTheyFillAHole() {
        // Given: rule 3, a chunk is passed over and comes after all
        file.bytes(0, true, ONE).bytes(2L * LENGTH, true, SIX);

        // When
        file.bytes(LENGTH, true, TWO).bytes(LENGTH, true, TWO);

        // Then
        assertThat(file.told()).endsWith("six", "two [LATE]").hasSize(4);
        assertThat(file.sum(Tally::recovered)).isEqualTo(LENGTH);
        assertThat(file.sum(Tally::late)).isEqualTo(LENGTH);
    }

    @Test
    void shouldNotJoinLateFragmentsWithPresentOnesWhenTheyFillAHole() {
        // Given
        String missed = piece("a") + line("b");
        file.bytes(0, true, ONE).bytes(LENGTH + missed.length(), true, piece("now "));

        // When
        file.bytes(LENGTH, true, missed.substring(0, 50))
                .bytes(LENGTH + 50, false, missed.substring(50))
                .bytes(LENGTH + missed.length() + piece("now ").length(), true, line("done"));

        // Then
        assertThat(file.told()).endsWith("ab [LATE]", "now done");
    }

    @Test
    void shouldSayThatHistoryIsUnknownWhenTheFirstThatIsHeardOfAFileIsNotItsBeginning() {
        // When: rule 7
        file.bytes(3_000_000, true, ONE + TWO);

        // Then
        assertThat(file.told()).containsExactly("one [HISTORY_UNKNOWN]", "two");
        assertThat(file.sum(Tally::historyUnknown)).isEqualTo(3_000_000);
        assertThat(file.sum(Tally::unannounced)).isZero();
    }

    @Test
    void shouldPassOverARecordAsAGapWhenItLiesInTheDeadLetterTopic() {
        // Given: rule 11
        file.bytes(0, true, ONE + piece("open"));
        int at = LENGTH + piece("open").length();

        // When
        file.passOver(file.chunk(at, new ChunkBytes(true, ByteBuffer.wrap(new byte[100]))))
                .bytes(at + 100L, true, TWO);

        // Then
        assertThat(file.told()).containsExactly("one", "open [TRUNCATED]", "GAP " + at + "+100", "two");
        assertThat(file.events.get(2).message().toString()).endsWith(": dead-letter");
        assertThat(file.sum(Tally::gapBytes)).isEqualTo(100);
    }

    @Test
    void shouldStillGiveTheEventWhenStateIsUnreadableWhilePassingOver() {
        // Given
        file.bytes(0, true, ONE);
        file.store.replaceAll((key, value) -> new byte[] {1});

        // When
        file.passOver(file.chunk(LENGTH, new ChunkBytes(true, ByteBuffer.wrap(new byte[7]))));

        // Then
        assertThat(file.told()).endsWith("GAP " + LENGTH + "+7");
    }

    @Test
    void shouldRefuseStateOfANewerReleaseWhenItIsRead() {
        // Given
        file.bytes(0, true, ONE);
        file.store.replaceAll((key, value) -> new byte[] {9});

        // When / Then
        assertThatThrownBy(() -> file.bytes(LENGTH, true, TWO))
                .isInstanceOf(NewerStateException.class)
                .hasMessageContaining("version 9");
    }

    @Test
    void shouldGivePartsIdsOfTheirOwnWhenAMessageIsTooLong() {
        // Given: rule 18
        AssembledFile small = new AssembledFile(AssemblyLimits.of(4, 1000));

        // When
        small.bytes(0, true, line("abcdefghij") + line("k"));

        // Then
        assertThat(small.told()).containsExactly("abcd #1", "efgh #2", "ij #3", "k");
        assertThat(small.events).extracting(LogEvent::lastPart).containsExactly(false, false, true, true);
        String id = small.events.get(3).id();
        assertThat(small.events)
                .extracting(LogEvent::id)
                .containsExactly(
                        id.replaceFirst("-.*", "-0-1"),
                        id.replaceFirst("-.*", "-0-2"),
                        id.replaceFirst("-.*", "-0-3"),
                        id);
    }

    @Test
    void shouldKeepCharactersWholeAndPartsRenderableWhenAMessageIsCut() {
        // Given
        AssembledFile small = new AssembledFile(AssemblyLimits.of(1000, 12));

        // When: rendered, a tab may take six bytes, a quote two, an umlaut its two
        small.bytes(0, true, line("\t\t\"\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc"));

        // Then
        assertThat(small.told()).containsExactly("\t\t #1", "\"\u00fc\u00fc\u00fc\u00fc\u00fc #2", "\u00fc #3");
    }

    @Test
    void shouldCloseFragmentsOfBothStreamsWhenAGapIsAnnounced() {
        // Given: rule 20
        String open = piece("out") + piece("err").replace("stdout", "stderr");
        file.bytes(0, true, open);

        // When
        file.gap(open.length(), open.length() + 10L, 10, "rotated")
                .bytes(open.length() + 10L, true, ONE)
                .gap(open.length(), open.length() + 10L, 10, "rotated");

        // Then
        assertThat(file.told())
                .containsExactly("out [TRUNCATED]", "err [TRUNCATED]", "GAP " + open.length() + "+10", "one");
        assertThat(file.events.get(2).message().toString()).endsWith(": rotated");
        assertThat(file.sum(Tally::gapBytes)).isEqualTo(10);
    }

    @Test
    void shouldEndTheFileWhenAGapHasNoKnownEnd() {
        // Given
        file.bytes(0, true, ONE);

        // When
        file.gap(LENGTH, null, 5, "went-back").gap(LENGTH, null, 5, "went-back").end(9999, true, false);

        // Then
        assertThat(file.told()).containsExactly("one", "GAP " + LENGTH + "+5");
        assertThat(file.events.get(1).message().toString()).contains("at least 5");
    }

    @Test
    void shouldJoinFragmentsOverRotatedFilesWhenNothingIsMissingBetween() {
        // Given
        file.bytes(0, true, piece("begin ")).end(piece("begin ").length(), false, false);

        // When
        file.next(2).bytes(0, true, line("end"));

        // Then
        assertThat(file.told()).containsExactly("begin end");
        assertThat(file.events.get(0).origin().fileId()).endsWith("1");
    }

    @Test
    void shouldCloseFragmentsOnlyWhenTheInstanceIsOver() {
        // Given: rule 21
        file.bytes(0, true, piece("half"));

        // When
        file.end(piece("half").length(), true, false);
        int before = file.events.size();
        file.end(piece("half").length(), true, true);

        // Then
        assertThat(before).isZero();
        assertThat(file.told()).containsExactly("half [UNTERMINATED]");
    }

    @Test
    void shouldMakeAnUnterminatedLineFinalWhenTheFileIsGone() {
        // Given: rule 21; the end of file alone does not, and is corrected by later bytes
        String half = ONE.substring(0, LENGTH - 2);
        file.bytes(0, true, half).end(half.length(), false, false);
        assertThat(file.events).isEmpty();

        // When
        file.end(half.length(), true, false);

        // Then
        assertThat(file.told()).containsExactly("on [UNTERMINATED]");
    }

    @Test
    void shouldNotLoseOrParseTheRestWhenALineGoesOnAfterItWasMadeFinal() {
        // Given
        String half = ONE.substring(0, LENGTH - 2);
        file.bytes(0, true, half).end(half.length(), true, false);

        // When
        file.bytes(half.length(), false, "e\n" + TWO).end(2L * LENGTH, true, false);

        // Then
        assertThat(file.told()).containsExactly("on [UNTERMINATED]", "e [UNPARSED, TRUNCATED]", "two");
    }

    @Test
    void shouldGiveAnAccountOnceWhenAFileEndsBehindWhatWasHeard() {
        // Given
        file.bytes(0, true, ONE);

        // When
        file.end(1000, true, false).end(1000, true, false);

        // Then
        assertThat(file.told()).containsExactly("one", "ACCOUNT");
        assertThat(file.events.get(1).flags()).containsExactly(Flag.ACCOUNTING);
        assertThat(file.events.get(1).id()).endsWith("-1000-end");
        assertThat(file.events.get(1).message().toString())
                .contains("ended at byte 1000", "only " + LENGTH + " bytes came", "last " + (1000 - LENGTH));
    }

    @Test
    void shouldGiveNoAccountWhenBytesAndGapsReachTheEnd() {
        // When
        file.bytes(0, true, ONE).gap(LENGTH, 1000L, 1000 - LENGTH, "deleted").end(1000, true, true);

        // Then
        assertThat(file.told()).containsExactly("one", "GAP " + LENGTH + "+" + (1000 - LENGTH));
    }

    @Test
    void shouldKeepAGoodLineWhenAChunkAfterAJumpStartsAtALine() {
        // Given: rule 28
        file.bytes(0, true, ONE);

        // When
        file.bytes(500, true, TWO + SIX);

        // Then
        assertThat(file.told()).contains("two", "six");
    }

    @Test
    void shouldSkipToTheNextLineAndTakeItLaterWhenAChunkAfterAJumpStartsInALine() {
        // Given: rule 28
        file.bytes(0, true, ONE);
        String rest = "stdout F forged\n";
        long at = 2L * LENGTH - rest.length();

        // When
        file.bytes(at, false, rest + SIX).bytes(LENGTH, true, TWO);

        // Then
        assertThat(file.told()).containsExactly("one", "GAP " + LENGTH + "+" + LENGTH, "six", "two [LATE]");
        assertThat(file.sum(Tally::unannounced)).isEqualTo(file.sum(Tally::recovered));
    }

    @Test
    void shouldCloseFragmentsByTimeOnlyWhenNothingWasHeardOfTheContainerForADay() {
        // Given: rule 30
        file.bytes(0, true, piece("half"));
        long day = Duration.ofHours(24).toMillis();
        file.now += day;
        file.next(2).now = file.now;
        file.stillHere(piece("half").length());

        // When
        file.expire(file.now + day);
        int before = file.events.size();
        file.expire(file.now + day + 1);

        // Then
        assertThat(before).isZero();
        assertThat(file.told()).containsExactly("half [UNTERMINATED]");
        assertThat(file.store).hasSize(1);
    }

    @Test
    void shouldForgetAFileOnlyWhenItIsGoneForLongerThanRawRecordsAreKept() {
        // Given: rule 7
        file.bytes(0, true, ONE).end(LENGTH, true, true);
        AssembledFile quiet = file.next(2).bytes(0, true, ONE);
        long retention = Duration.ofDays(3).toMillis();

        // When
        file.expire(file.now + retention);
        int before = file.store.size();
        file.expire(file.now + retention + 1);
        int after = file.store.size();
        quiet.expire(file.now + Duration.ofDays(30).toMillis() + 1);

        // Then
        assertThat(before).isEqualTo(2);
        assertThat(after).isEqualTo(1);
        assertThat(file.store).isEmpty();
    }

    @Test
    void shouldTakeNoMoreStateThanAMessageWhenALineOfManyMegabytesComes() {
        // Given: rule 2
        AssembledFile small = new AssembledFile(AssemblyLimits.of(10_000, 20_000));
        byte[] chunk = new byte[65_536];
        Arrays.fill(chunk, (byte) 'x');
        byte[] head = piece("").trim().concat(" ").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(head, 0, chunk, 0, head.length);

        // When
        long largest = 0;
        for (int i = 0; i < 100; i++) {
            small.bytes(i * 65_536L, i == 0, chunk);
            largest = Math.max(
                    largest,
                    small.store.values().stream()
                            .mapToLong(value -> value.length)
                            .sum());
            Arrays.fill(chunk, (byte) 'x');
        }
        small.end(100 * 65_536L, true, true);

        // Then
        assertThat(largest).isLessThan(12_000);
        assertThat(small.events.stream()
                        .mapToLong(event -> event.message().length())
                        .sum())
                .isEqualTo(100 * 65_536L - head.length);
        assertThat(small.events)
                .last()
                .matches(event -> event.lastPart() && event.flags().contains(Flag.UNTERMINATED));
    }

    @Test
    void shouldPassOnAJsonLineUnparsedWhenItIsLongerThanAnyRecordOfDocker() {
        // Given
        byte[] object = new byte[(1 << 20) + 100];
        Arrays.fill(object, (byte) ' ');
        object[0] = '{';
        object[object.length - 1] = '\n';

        // When
        file.bytes(0, true, Arrays.copyOf(object, 700_000))
                .bytes(700_000, false, Arrays.copyOfRange(object, 700_000, object.length));

        // Then
        assertThat(file.events).extracting(event -> event.message().length()).containsExactly(524_288, 524_288, 99);
        assertThat(file.events).allMatch(event -> event.flags().contains(Flag.UNPARSED));
        assertThat(file.store).hasSize(1);
    }

    @Test
    void shouldKeepMissingRangesBoundedWhenThereAreMany() {
        // When
        for (int i = 0; i <= 2 * KnownRanges.MAX_MISSING; i++) {
            file.bytes(i * 100L, true, ONE);
        }

        // Then
        byte[] entry = file.store.values().iterator().next();
        assertThat(FileState.of(entry).ranges.missing()).hasSize(KnownRanges.MAX_MISSING);
        assertThat(entry.length).isLessThan(1000);
    }
}
