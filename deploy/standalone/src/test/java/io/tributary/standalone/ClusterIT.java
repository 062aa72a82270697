package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import io.tributary.standalone.kit.TestCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three brokers, of which some are away. {@code -Drolling.restarts=20} restarts each of them so often; otherwise once. */
class ClusterIT {

    private static final int BROKERS = 3;
    private static final int RESTARTS = Integer.getInteger("rolling.restarts", 1);
    private static final Map<String, String> SHOP = Map.of("team", "storefront");
    private static final DemoPod[] PODS = {podOfPartition(0), podOfPartition(1)};

    @TempDir
    private static Path directory;

    private static TestCluster cluster;
    private static Pipeline pipeline;
    private static KubeletDirectory.Log[] logs;

    @BeforeAll
    static void startAll() throws Exception {
        cluster = new TestCluster(directory, BROKERS).start();
        pipeline = new Pipeline(directory, "cluster", cluster.bootstrapServers(), BROKERS);
        pipeline.guarantees().sums().attemptsMayBeRepeated();
        for (DemoPod pod : PODS) {
            pipeline.schedule(pod, SHOP);
        }
        pipeline.startAll();
        logs = new KubeletDirectory.Log[] {
            pipeline.logs().cri(PODS[0].containers().get(0)),
            pipeline.logs().cri(PODS[1].containers().get(0))
        };
    }

    @AfterAll
    static void stopAll() {
        Utils.closeQuietly(pipeline, "pipeline");
        Utils.closeQuietly(cluster, "cluster");
    }

    @Test
    void shouldLoseAndReorderNothingWhenAllBrokersAreRestartedUnderLoad() throws Exception {
        // When
        for (int round = 0; round < RESTARTS; round++) {
            for (int broker = 1; broker <= BROKERS; broker++) {
                write(300);
                cluster.stop(broker);
                write(300);
                cluster.start(broker);
            }
        }

        // Then
        pipeline.verify();
        verifyRawLog();
    }

    @Test
    void shouldDeliverEveryLineWhenTooFewReplicasWereInSync() throws Exception {
        // Given
        cluster.stop(1);
        cluster.stop(2);

        // When
        write(500);
        pipeline.reader().readFor(Duration.ofSeconds(2));
        assertThat(pipeline.metric("collector", "tributary_collector_in_flight_bytes"))
                .isPositive();
        cluster.start(1);
        cluster.start(2);

        // Then
        pipeline.verify();
        verifyRawLog();
    }

    @Test
    void shouldDeliverAnotherPartitionsLinesWhenOneHasNoLeader() throws Exception {
        // Given: partition 0 lives on broker 3 only, which goes
        TopicPartition stuck = new TopicPartition(pipeline.rawTopic(), 0);
        move(stuck, List.of(3));
        cluster.stop(3);

        // When
        logs[0].write(300);
        logs[1].write(300);

        // Then
        pipeline.reader()
                .await(
                        "the other partition's lines",
                        () -> pipeline.guarantees().linesRead()
                                >= pipeline.guarantees().linesWritten() - 300);
        assertThat(pipeline.metric("collector", "tributary_collector_in_flight_bytes"))
                .isPositive();

        // And
        cluster.start(3);
        move(stuck, List.of(1, 2, 3));
        pipeline.verify();
        verifyRawLog();
    }

    private static void write(int lines) throws Exception {
        for (KubeletDirectory.Log log : logs) {
            log.write(lines);
        }
    }

    private static void verifyRawLog() {
        for (DemoPod pod : PODS) {
            pipeline.rawLog(pod).verifyNothingTwice();
        }
    }

    private static void move(TopicPartition partition, List<Integer> brokers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
            admin.alterPartitionReassignments(Map.of(partition, Optional.of(new NewPartitionReassignment(brokers))))
                    .all()
                    .get();
            await("the partition has moved")
                    .until(() -> admin.listPartitionReassignments()
                            .reassignments()
                            .get()
                            .isEmpty());
        }
    }

    private static DemoPod podOfPartition(int partition) {
        for (int i = 0; ; i++) {
            DemoPod pod = DemoPod.named("shop", "web-" + i, "node-1")
                    .label("app", "web")
                    .container("app", "registry.example/app:1")
                    .build();
            String key = "cluster/" + pod.containers().get(0).podDirectory();
            if (Utils.toPositive(Utils.murmur2(Utils.utf8(key))) % Pipeline.PARTITIONS == partition) {
                return pod;
            }
        }
    }
}
