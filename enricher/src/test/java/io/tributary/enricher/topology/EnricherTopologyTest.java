package io.tributary.enricher.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.WatcherHeartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnricherTopologyTest {

    private static final String WEB = "shop_web_1";
    private static final String DB = "shop_db_2";

    private final TopologyBench bench = new TopologyBench();

    @AfterEach
    void closeBench() {
        bench.close();
    }

    @Test
    void shouldSendLinesWithLabelsAtOnceWhenThePodIsKnown() {
        bench.row(WEB, "app", "web");

        bench.lines(WEB, "one", "two");

        assertThat(bench.events()).containsExactly("shop/web{app=web} one", "shop/web{app=web} two");
        assertThat(bench.sums.count("at_once")).isEqualTo(2);
        assertThat(bench.sums.count("sent k8s-c1")).isEqualTo(2);
    }

    @Test
    void shouldKeepKeyAndTellEventIdWhenSending() {
        bench.row(WEB, "app", "web");

        bench.lines(WEB, "one", "two");

        List<TestRecord<String, String>> records = bench.records();
        assertThat(records).extracting(TestRecord::key).containsOnly("c1/shop_web_1");
        assertThat(records)
                .extracting(EnricherTopologyTest::eventId)
                .containsExactly("0".repeat(32) + "-0", "0".repeat(32) + "-4");
    }

    @Test
    void shouldDropWhatWasSeenWhenAChunkIsSentAgain() {
        bench.row(WEB, "app", "web");
        bench.chunk(WEB, 0, "one\n");

        bench.chunk(WEB, 0, "one\n");

        assertThat(bench.events()).hasSize(1);
        assertThat(bench.sums.count("received")).isEqualTo(8);
        assertThat(bench.sums.count("fresh")).isEqualTo(4);
        assertThat(bench.sums.count("duplicate")).isEqualTo(4);
    }

    @Test
    void shouldUseTheNewLabelsWhenTheRowChanges() {
        bench.row(WEB, "app", "web");
        bench.lines(WEB, "before");

        bench.row(WEB, "app", "shop-front");
        bench.lines(WEB, "after");

        assertThat(bench.events()).containsExactly("shop/web{app=web} before", "shop/web{app=shop-front} after");
    }

    @Test
    void shouldSerialiseConstantFactsOnceWhenTheRowStaysTheSame() {
        bench.row(WEB, "app", "web");

        bench.lines(WEB, "one", "two");
        bench.lines(WEB, "three");

        assertThat(bench.events()).hasSize(3);
        assertThat(bench.format.templates()).isEqualTo(1);
    }

    @Test
    void shouldNotMixTheTwoWhenAStatefulSetNameIsReused() {
        bench.row("shop_db-0_old", "version", "1");
        bench.row("shop_db-0_new", "version", "2");

        bench.lines("shop_db-0_new", "hello");
        bench.lines("shop_db-0_old", "goodbye");

        assertThat(bench.events()).containsExactly("shop/db-0{version=2} hello", "shop/db-0{version=1} goodbye");
    }

    @Test
    void shouldKeepThePreviousRowWhenAPoisonedOneArrives() {
        bench.row(WEB, "app", "web");

        byte[] torn = {(byte) 0xC3, 1, 2, 3};
        bench.metadata(TopologyBench.key(WEB), torn);
        bench.metadata(TopologyBench.key(WEB), new byte[0]);
        bench.metadata(null, torn);
        bench.lines(WEB, "one");

        assertThat(bench.events()).containsExactly("shop/web{app=web} one");
        assertThat(bench.sums.count("rows")).isEqualTo(1);
    }

    @Test
    void shouldNotTakeARowWhenItLiesUnderAnotherPodsKey() {
        bench.row(DB, "app", "db");
        byte[] web = rowOf(WEB);

        bench.metadata(TopologyBench.key(DB), web);
        bench.lines(DB, "one");

        assertThat(bench.events()).containsExactly("shop/db{app=db} one");
        assertThat(bench.sums.count("row wrong-key")).isEqualTo(1);
    }

    @Test
    void shouldTakeAHeartbeatForNoPod() {
        SingleObjectSerde<WatcherHeartbeat> serde = SingleObjectSerde.watcherHeartbeat();
        Instant now = Instant.EPOCH;

        bench.metadata(
                RecordKeys.heartbeatKey("staging"),
                serde.serialize(
                        null, new WatcherHeartbeat("staging", "uid", "watcher-0", now, now, true, false, 10_000L)));

        assertThat(bench.sums.count("row heartbeat")).isEqualTo(1);
        assertThat(bench.sums.count("rows")).isZero();
    }

    @Test
    void shouldForgetThePodWhenItsTombstoneArrives() {
        bench.row(WEB, "app", "web");

        bench.metadata(TopologyBench.key(WEB), null);
        bench.lines(WEB, "one");

        assertThat(bench.events()).isEmpty();
        assertThat(bench.sums.count("held pods")).isEqualTo(1);
        assertThat(bench.sums.count("row deleted")).isEqualTo(1);
    }

    @Test
    void shouldGoOnPlainWhenRenderingAllFactsFails() {
        bench.row(WEB, "unrenderable", "yes");

        bench.lines(WEB, "one");

        assertThat(bench.events()).containsExactly("shop/web{} rendering-failed one");
    }

    @Test
    void shouldLookThroughTheStateForWhatHasHadItsTime() {
        bench.row(WEB, "app", "web");
        bench.lines(WEB, "one");
        assertThat(TopologyBench.size(bench.assembly())).isEqualTo(1);

        bench.pass(10 * 60_000);

        assertThat(TopologyBench.size(bench.assembly())).isZero();
    }

    private byte[] rowOf(String podDirectory) {
        bench.row(podDirectory, "app", "web");
        return (byte[]) bench.driver.getKeyValueStore(StateStores.PODS).get(TopologyBench.key(podDirectory));
    }

    private static String eventId(TestRecord<String, String> record) {
        return new String(record.headers().lastHeader("tributary-event-id").value(), StandardCharsets.US_ASCII);
    }
}
