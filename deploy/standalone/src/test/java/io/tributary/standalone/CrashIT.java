package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.guarantee.EnrichedEvent;
import io.tributary.standalone.kit.ChildProcess;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is killed with SIGKILL, or stopped while lines flow, loses nothing and doubles nothing. */
class CrashIT {

    private static final Map<String, String> SHOP = Map.of("team", "storefront");
    private static final int ROUNDS = 4;

    @TempDir
    Path directory;

    @Test
    void shouldLoseAndDoubleNothingWhenTheCollectorIsKilledAgainAndAgain() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "collector-killed")) {
            // Given
            DemoPod web = pod("web-0");
            pipeline.schedule(web, SHOP);
            pipeline.startWatcher();
            pipeline.startEnricher();
            KubeletDirectory.Log log = pipeline.logs().cri(web.containers().get(0));

            // When
            for (int round = 1; round <= ROUNDS; round++) {
                log.write(3_000);
                ChildProcess collector = pipeline.startCollectorProcess();
                long some = pipeline.guarantees().linesRead() + 1;
                pipeline.reader()
                        .await(
                                "some lines of round " + round,
                                () -> pipeline.guarantees().linesRead() >= some);
                log.write(1_000);
                collector.kill();
            }
            pipeline.startCollectorProcess();

            // Then
            pipeline.verify();
        }
    }

    @Test
    void shouldReleaseHeldLinesOnceWhenTheEnricherIsKilledWhileItHoldsThem() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "enricher-killed")) {
            // Given
            DemoPod known = pod("known-0");
            DemoPod late = pod("late-0");
            pipeline.schedule(known, SHOP);
            pipeline.expect(late, SHOP);
            pipeline.set("hold.max.ms", "600000");
            pipeline.startWatcher();
            pipeline.startCollector();
            ChildProcess enricher = pipeline.startEnricherProcess();
            KubeletDirectory.Log held =
                    pipeline.logs().cri(late.containers().get(0)).write(500);
            KubeletDirectory.Log flowing =
                    pipeline.logs().cri(known.containers().get(0)).write(500);
            pipeline.reader()
                    .await("the known pod's lines", () -> pipeline.guarantees().linesRead() >= 500);

            // When
            enricher.kill();
            held.write(500);
            flowing.write(500);
            pipeline.startEnricherProcess();
            pipeline.reader()
                    .await("the known pod's lines", () -> pipeline.guarantees().linesRead() >= 1_000);
            assertThat(pipeline.reader().events())
                    .allMatch(event -> event.kubernetes("pod_name").equals("known-0"));
            pipeline.announce(late, SHOP);

            // Then
            pipeline.verify();
            assertThat(pipeline.reader().events()).noneMatch(EnrichedEvent::pathOnly);
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenTheEnricherIsKilledWhileLinesFlow() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "enricher-killed-busy")) {
            // Given
            DemoPod web = pod("web-0");
            pipeline.schedule(web, SHOP);
            pipeline.startWatcher();
            pipeline.startCollector();
            KubeletDirectory.Log log = pipeline.logs().cri(web.containers().get(0));

            // When
            for (int round = 1; round <= 2; round++) {
                ChildProcess enricher = pipeline.startEnricherProcess();
                log.write(5_000);
                long some = pipeline.guarantees().linesRead() + 1;
                pipeline.reader()
                        .await(
                                "some lines of round " + round,
                                () -> pipeline.guarantees().linesRead() >= some);
                log.write(5_000);
                enricher.kill();
            }
            pipeline.startEnricherProcess();

            // Then
            pipeline.verify();
        }
    }

    @Test
    void shouldGoOnWhereItWasWhenTheBrokerWasAwayForAWhile() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(Files.createDirectories(directory.resolve("broker")), 0)) {
            broker.start();
            try (Pipeline pipeline = new Pipeline(directory, "broker-away", broker.bootstrapServers())) {
                // Given
                DemoPod web = pod("web-0");
                DemoPod born = pod("born-0");
                pipeline.schedule(web, SHOP);
                pipeline.startAll();
                pipeline.guarantees().sums().attemptsMayBeRepeated();
                KubeletDirectory.Log log =
                        pipeline.logs().cri(web.containers().get(0)).write(1_000);
                pipeline.awaitAllLines();

                // When
                broker.stop();
                log.write(2_000).rotate().write(1_000);
                pipeline.schedule(born, SHOP);
                pipeline.logs().cri(born.containers().get(0)).write(500);
                pipeline.awaitTrouble("collector");
                broker.start();

                // Then
                pipeline.verify();
                assertThat(pipeline.reader().events()).noneMatch(EnrichedEvent::pathOnly);
            }
        }
    }

    private static DemoPod pod(String name) {
        return DemoPod.named("shop", name, "node-1")
                .label("app", name)
                .container("app", "registry.example/app:1")
                .build();
    }
}
