package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.guarantee.EnrichedEvent;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plain way of a line, and what pods do in their lives. */
class EndToEndIT {

    private static final Map<String, String> SHOP = Map.of("team", "storefront");

    @TempDir
    Path directory;

    @Test
    void shouldCarryEveryLineWithItsPodsLabelsWhenFilesAreCriText() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "plain-cri")) {
            // Given
            DemoPod web = pod("web-0");
            DemoPod db = pod("db-0");
            pipeline.schedule(web, SHOP);
            pipeline.schedule(db, SHOP);
            pipeline.startAll();

            // When
            KubeletDirectory.Log first =
                    pipeline.logs().cri(web.containers().get(0)).write(500);
            pipeline.logs().cri(db.containers().get(0)).write(500);
            first.write(500);

            // Then
            pipeline.verify();
            assertThat(pipeline.reader().events()).noneMatch(EnrichedEvent::pathOnly);
        }
    }

    @Test
    void shouldCarryEveryLineWithItsPodsLabelsWhenFilesAreDockerJson() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "plain-docker")) {
            // Given
            DemoPod web = pod("web-0");
            pipeline.schedule(web, SHOP);
            KubeletDirectory.Log log =
                    pipeline.logs().docker(web.containers().get(0)).write(300);

            // When
            pipeline.startAll();
            log.write(300);

            // Then
            pipeline.verify();
            assertThat(pipeline.reader().events()).noneMatch(EnrichedEvent::pathOnly);
        }
    }

    @Test
    void shouldLoseNothingWhenFilesAreRenamedWhileTheyAreWritten() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "rotation")) {
            // Given
            DemoPod web = pod("web-0");
            pipeline.schedule(web, SHOP);
            pipeline.startAll();
            KubeletDirectory.Log log = pipeline.logs().cri(web.containers().get(0));

            // When
            for (int rotation = 0; rotation < 6; rotation++) {
                log.write(400).rotate().write(50);
                // The kubelet looks every ten seconds; here as often as the lines are through.
                pipeline.awaitAllLines();
            }

            // Then
            pipeline.verify();
        }
    }

    @Test
    void shouldHoldLinesUntilTheirPodIsKnownWhenMetadataComesLate() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "late")) {
            // Given
            DemoPod early = pod("early-0");
            DemoPod late = pod("late-0");
            pipeline.schedule(early, SHOP);
            pipeline.expect(late, SHOP);
            pipeline.set("hold.max.ms", "60000").startAll();

            // When
            pipeline.logs().cri(late.containers().get(0)).write(100);
            pipeline.logs().cri(early.containers().get(0)).write(100);
            pipeline.reader()
                    .await("the other pod's lines", () -> pipeline.guarantees().linesRead() >= 100);
            assertThat(pipeline.reader().events())
                    .allMatch(event -> event.kubernetes("pod_name").equals("early-0"));
            pipeline.announce(late, SHOP);

            // Then
            pipeline.verify();
            assertThat(pipeline.reader().events()).noneMatch(EnrichedEvent::pathOnly);
        }
    }

    @Test
    void shouldSendLinesWithWhatThePathTellsWhenTheirPodStaysUnknown() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "unknown")) {
            // Given
            pipeline.set("hold.max.ms", "500").startAll();

            // When
            pipeline.logs().cri(pod("ghost-0").containers().get(0)).write(100);

            // Then
            pipeline.verify();
            assertThat(pipeline.reader().events()).allMatch(EnrichedEvent::pathOnly);
        }
    }

    @Test
    void shouldKeepAPodsLabelsWhenItIsDeletedBeforeItsLastLinesAreRead() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "deleted")) {
            // Given
            DemoPod job = pod("job-x7k2p");
            pipeline.schedule(job, SHOP);
            pipeline.startAll();
            KubeletDirectory.Log log =
                    pipeline.logs().cri(job.containers().get(0)).write(100);
            pipeline.awaitAllLines();
            pipeline.stop("collector");

            // When
            log.write(200);
            log.end();
            pipeline.api().delete(job.json());
            pipeline.startCollector();

            // Then
            pipeline.verify();
            assertThat(pipeline.reader().events()).noneMatch(EnrichedEvent::pathOnly);
        }
    }

    @Test
    void shouldNotMixUpTwoPodsWhenAStatefulSetsNameIsUsedAgain() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "reused")) {
            // Given
            DemoPod yesterday = statefulSetPod(1, "old");
            DemoPod today = statefulSetPod(2, "new");
            pipeline.schedule(yesterday, SHOP);
            pipeline.startAll();
            KubeletDirectory.Log old =
                    pipeline.logs().cri(yesterday.containers().get(0)).write(100);
            pipeline.awaitAllLines();

            // When
            old.write(100).end();
            pipeline.api().delete(yesterday.json());
            pipeline.schedule(today, SHOP);
            pipeline.logs().cri(today.containers().get(0)).write(100);

            // Then
            pipeline.verify();
            assertThat(pipeline.reader().events()).noneMatch(EnrichedEvent::pathOnly);
        }
    }

    private static DemoPod pod(String name) {
        return DemoPod.named("shop", name, "node-1")
                .label("app.kubernetes.io/name", name)
                .container("app", "registry.example/app:1")
                .build();
    }

    private static DemoPod statefulSetPod(int incarnation, String version) {
        return DemoPod.named("shop", "db-0", "node-1")
                .incarnation(incarnation)
                .label("version", version)
                .ownedBy("StatefulSet", "db")
                .container("postgres", "registry.example/postgres:17")
                .build();
    }
}
