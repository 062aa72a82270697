package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.kit.ChildProcess;
import io.tributary.standalone.kit.FaultProxy;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import io.tributary.standalone.kit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A network and a broker that behave badly towards the collector lose nothing, double nothing, and leave no hole in the raw log.
 * One pipeline for all, each test with a pod of its own.
 */
class KafkaFaultsIT {

    private static final Map<String, String> SHOP = Map.of("team", "storefront");
    private static final String READ_BYTES = "tributary_collector_read_bytes_total";
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static FaultProxy proxy;
    private static TestCluster broker;
    private static Pipeline pipeline;
    private static int pods;

    private DemoPod pod;
    private KubeletDirectory.Log log;

    @BeforeAll
    static void startAll() throws Exception {
        proxy = FaultProxy.start();
        broker = new TestCluster(directory, 1).listener("PROXIED", proxy).start();
        pipeline = new Pipeline(directory, "kafka-faults", broker.bootstrapServers());
        pipeline.guarantees().sums().attemptsMayBeRepeated(); // it is scraped after each test
        pipeline.startWatcher();
        pipeline.startEnricher();
        pipeline.set("kafka.bootstrap.servers", broker.bootstrapServers("PROXIED"))
                .set("kafka.request.timeout.ms", "3000")
                .set("kafka.socket.connection.setup.timeout.ms", "1000")
                .set("kafka.compression.type", "none")
                .startCollector();
    }

    @AfterAll
    static void stopAll() {
        Utils.closeQuietly(pipeline, "pipeline");
        Utils.closeQuietly(broker, "broker");
        Utils.closeQuietly(proxy, "proxy");
    }

    @BeforeEach
    void writeFirstLines() throws Exception {
        pod = DemoPod.named("shop", "web-" + pods++, "node-1")
                .label("app", "web")
                .container("app", "registry.example/app:1")
                .build();
        pipeline.schedule(pod, SHOP);
        log = pipeline.logs().cri(pod.containers().get(0)).write(10);
        pipeline.awaitAllLines();
    }

    @AfterEach
    void heal() {
        proxy.heal();
    }

    @Test
    void shouldDeliverEveryLineWhenTheBrokerIsSlow() throws Exception {
        // Given
        proxy.delay(Duration.ofMillis(30));
        proxy.throttle(400_000);

        // When
        log.write(1_000).rotate().write(1_000);

        // Then
        pipeline.verify();
        pipeline.rawLog(pod).verifyNothingTwice();
    }

    @Test
    void shouldGoOnWhenConnectionsWereHalfOpen() throws Exception {
        // Given
        proxy.hang();

        // When: the client gives up its connection, and the next one is no better
        log.write(1_000);
        int before = proxy.accepted();
        await().atMost(SOON).until(() -> proxy.accepted() >= before + 2);
        log.write(1_000);
        proxy.heal();

        // Then
        pipeline.verify();
        pipeline.rawLog(pod).verifyNothingTwice();
    }

    @Test
    void shouldDoubleNothingWhenAnswersAreLostAfterTheWrite() throws Exception {
        // Given
        int before = pipeline.rawLog(pod).chunks();
        proxy.loseAnswers();

        // When
        log.write(1_000);
        await().atMost(SOON).until(() -> pipeline.rawLog(pod).chunks() > before);
        assertThat(pipeline.metric("collector", "tributary_collector_in_flight_bytes"))
                .isPositive();
        proxy.heal();
        proxy.reset();

        // Then
        pipeline.verify();
        pipeline.rawLog(pod).verifyNothingTwice();
    }

    @Test
    void shouldDropInTheCentreWhatANewCollectorSendsAgainWhenAnswersWereLost() throws Exception {
        // Given
        int before = pipeline.rawLog(pod).chunks();
        proxy.loseAnswers();
        log.write(1_000);
        await().atMost(SOON).until(() -> pipeline.rawLog(pod).chunks() > before);

        // When
        pipeline.stop("collector");
        proxy.heal();
        pipeline.startCollector();

        // Then
        pipeline.verify();
        pipeline.rawLog(pod).verifyWithoutHoles();
    }

    @Test
    void shouldDeliverEveryLineWhenConnectionsAreCutAnywhere() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);

        // When
        for (int cut = 0; cut < 12; cut++) {
            proxy.cutAfter(random.nextInt(40_000));
            log.write(200);
            long some = pipeline.guarantees().linesRead() + 1;
            pipeline.reader()
                    .await(
                            "lines after cut " + cut + " of seed " + seed,
                            () -> pipeline.guarantees().linesRead() >= some);
        }

        // Then
        pipeline.verify();
        pipeline.rawLog(pod).verifyNothingTwice();
    }

    @Test
    void shouldNeedNoMoreMemoryWhenKafkaIsAway() throws Exception {
        // Given: a heap of half of what will wait on the disk, and no Kafka from the start
        pipeline.stop("collector");
        proxy.refuse();
        ChildProcess collector = pipeline.startCollectorProcess("-Xmx32m", "-XX:+ExitOnOutOfMemoryError");

        // When
        log.write(8_000, 8_000);
        int before = proxy.accepted();
        await().atMost(SOON).until(() -> proxy.accepted() > before + 5);
        assertThat(collector.isAlive()).isTrue();
        proxy.heal();

        // Then
        pipeline.verify();
        assertThat(collector.terminate()).isZero();
        pipeline.startCollector();
    }

    @Test
    void shouldGoOnInSmallerChunksWithoutAHoleWhenTheTopicsLimitIsLowered() throws Exception {
        // Given: five chunks under way each in a request of its own, of which the second is too large by now
        limit(5_000);
        proxy.hang();
        for (int length : new int[] {160, 8_000, 160, 160, 160}) {
            double before = pipeline.metric("collector", READ_BYTES);
            log.write(1, length);
            await().atMost(SOON).until(() -> pipeline.metric("collector", READ_BYTES) > before);
        }

        // When
        proxy.heal();
        log.write(1_000);

        // Then
        pipeline.verify();
        pipeline.rawLog(pod).verifyWithoutHoles();
        assertThat(pipeline.metric("collector", "tributary_collector_kafka_send_errors_total"))
                .isPositive();

        // And: a collector that starts anew tries the full size again
        limit(1_048_588);
        pipeline.stop("collector");
        pipeline.startCollector();
    }

    private static void limit(int bytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, pipeline.rawTopic());
            ConfigEntry limit = new ConfigEntry("max.message.bytes", Integer.toString(bytes));
            admin.incrementalAlterConfigs(Map.of(topic, List.of(new AlterConfigOp(limit, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
