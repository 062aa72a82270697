package io.tributary.enricher.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.enricher.assembly.Assembled;
import io.tributary.enricher.assembly.StateReader;
import io.tributary.schemas.record.LogChunk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One bad record stops nothing. */
class DeadLetterTest {

    private static final String WEB = "shop_web_1";

    private TopologyBench bench = new TopologyBench();

    @BeforeEach
    void knowThePod() {
        bench.row(WEB, "app", "web");
    }

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void shouldDeadLetterBytesThatAreNoChunkAndGoOn() {
        byte[] garbage = "garbage".getBytes(StandardCharsets.UTF_8);

        bench.raw(TopologyBench.key(WEB), garbage);
        bench.lines(WEB, "one");

        TestRecord<String, byte[]> letter = only(bench.deadLetters());
        assertThat(letter.value()).isEqualTo(garbage);
        assertThat(letter.key()).isEqualTo(TopologyBench.key(WEB));
        assertThat(header(letter, "tributary-reason")).isEqualTo("unreadable");
        assertThat(header(letter, "tributary-source-topic")).isEqualTo("raw");
        assertThat(header(letter, "tributary-source-partition")).isEqualTo("0");
        assertThat(header(letter, "tributary-source-offset")).isEqualTo("0");
        assertThat(bench.events()).containsExactly("shop/web{app=web} one");
        assertThat(bench.sums.count("received")).isEqualTo(garbage.length + 4);
        assertThat(bench.sums.count("dead-lettered")).isEqualTo(garbage.length);
    }

    @Test
    void shouldNameTheRemedyWhenANewerCollectorWroteTheChunk() {
        byte[] newer = {(byte) 0xC3, 1, 1, 2, 3, 4, 5, 6, 7, 8, 9};

        bench.raw(TopologyBench.key(WEB), newer);

        TestRecord<String, byte[]> letter = only(bench.deadLetters());
        assertThat(header(letter, "tributary-reason")).isEqualTo("unknown-schema");
        assertThat(header(letter, "tributary-error")).contains("upgrade the centre");
    }

    @Test
    void shouldDeadLetterARecordWithoutValue() {
        bench.raw(TopologyBench.key(WEB), null);

        assertThat(header(only(bench.deadLetters()), "tributary-reason")).isEqualTo("empty");
    }

    @Test
    void shouldDeadLetterAChunkUnderAnotherPodsKeySoThatItGetsNoForeignLabels() {
        bench.raw(TopologyBench.key(WEB), TopologyBench.encoded("kube-system_api_9", 0, "forged\n"));

        assertThat(header(only(bench.deadLetters()), "tributary-reason")).isEqualTo("wrong-key");
        assertThat(bench.events()).isEmpty();
    }

    @Test
    void shouldDeadLetterAChunkWithoutKey() {
        bench.raw(null, TopologyBench.encoded(WEB, 0, "one\n"));

        assertThat(header(only(bench.deadLetters()), "tributary-reason")).isEqualTo("wrong-key");
    }

    @Test
    void shouldPutAGapInPlaceOfAChunkThatCannotBeAssembled() {
        bench.lines(WEB, "one", "POISON");

        bench.lines(WEB, "two");

        TestRecord<String, byte[]> letter = only(bench.deadLetters());
        assertThat(letter.value()).isEqualTo(TopologyBench.encoded(WEB, 0, "one\nPOISON\n"));
        assertThat(header(letter, "tributary-reason")).isEqualTo("assembly");
        assertThat(header(letter, "tributary-error")).contains("poison");
        assertThat(bench.events()).containsExactly("shop/web{app=web} 11 bytes [GAP]", "shop/web{app=web} two");
        assertThat(bench.sums.count("dead-lettered")).isEqualTo(11);
    }

    @Test
    void shouldDeadLetterWithItsOwnCoordinatesWhenAHeldChunkCannotBeAssembled() {
        bench.lines("shop_late_7", "fine");
        bench.lines("shop_late_7", "POISON");
        bench.row("shop_late_7", "app", "late");

        bench.pass(200);

        assertThat(header(only(bench.deadLetters()), "tributary-source-offset")).isEqualTo("1");
        assertThat(bench.events()).containsExactly("shop/late{app=late} fine", "shop/late{app=late} 7 bytes [GAP]");
    }

    @Test
    void shouldFailTheTaskWhenAChangeCannotBeApplied() {
        use(new FailingLate());

        assertThatThrownBy(() -> bench.lines(WEB, "one")).hasRootCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void shouldDeadLetterARecordUnparsedWhenItFailedItsTaskThreeTimes() {
        use(new FailingLate());
        for (int attempt = 1; attempt <= Attempts.LIMIT; attempt++) {
            assertThatThrownBy(() -> bench.chunk(WEB, 0, "one\n")).hasRootCauseInstanceOf(NullPointerException.class);
            bench.replaceThread();
            knowThePod();
        }

        bench.chunk(WEB, 0, "one\n");

        assertThat(header(only(bench.deadLetters()), "tributary-reason")).isEqualTo("repeated-failure");
        assertThat(bench.events()).containsExactly("shop/web{app=web} 4 bytes [GAP]");
    }

    @Test
    void shouldNotBlameTheRecordWhenKafkaFailed() {
        Attempts attempts = new Attempts();
        RawRecord raw = new RawRecord("c1/p", new byte[0], 3, 42, 0);

        for (int i = 0; i < 10; i++) {
            attempts.failed(
                    raw,
                    new org.apache.kafka.streams.errors.StreamsException(
                            new org.apache.kafka.common.errors.TimeoutException("broker away")));
        }

        assertThat(attempts.exhausted(raw)).isFalse();
    }

    private void use(ChunkAssembly assembly) {
        bench.close();
        bench = new TopologyBench(TopologyBench.HOLD, assembly, 1_000_000);
        knowThePod();
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }

    private static String header(TestRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** Assembles into a change without a key, which the store refuses. */
    private static final class FailingLate extends WholeLines {
        @Override
        public Assembled assemble(LogChunk chunk, long timeMillis, StateReader state) {
            Assembled fine = super.assemble(chunk, timeMillis, state);
            return new Assembled(List.of(new Assembled.Change(null, new byte[1])), fine.events(), fine.tally());
        }
    }
}
