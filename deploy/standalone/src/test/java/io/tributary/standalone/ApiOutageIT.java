package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.guarantee.EnrichedEvent;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The case that this project was begun for: the API server answers 403 while it restarts, then refuses connections, then
 * hangs, while 200 lines flow in a second. {@code -Dapi.outage.seconds=60} makes it last a minute; 15 s otherwise.
 */
class ApiOutageIT {

    private static final Map<String, String> SHOP = Map.of("team", "storefront");
    private static final Duration PHASE = Duration.ofMillis(Integer.getInteger("api.outage.seconds", 15) * 1_000L / 3);
    private static final Duration DELAY = Duration.ofSeconds(5);
    private static final int LINES = 10;
    private static final int EVERY_MS = 50;

    @TempDir
    Path directory;

    private final ScheduledExecutorService writing = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong written = new AtomicLong();

    @Test
    void shouldEnrichKnownPodsWithoutDelayAndHoldNewOnesWhenTheApiServerFailsInEveryWay() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "api-outage")) {
            // Given
            DemoPod known = pod("known-0");
            pipeline.schedule(known, SHOP);
            pipeline.set("hold.max.ms", "120000").startAll();
            KubeletDirectory.Log log = pipeline.logs().cri(known.containers().get(0));
            ScheduledFuture<?> flow = writing.scheduleAtFixedRate(() -> write(log), 0, EVERY_MS, TimeUnit.MILLISECONDS);

            // When
            pipeline.api().refuseWith(403);
            phase(pipeline, "born-while-forbidden");
            pipeline.api().down();
            pipeline.api().refuseWith(0);
            phase(pipeline, "born-while-refused");
            pipeline.api().hang(true);
            pipeline.api().up();
            phase(pipeline, "born-while-hanging");
            pipeline.api().hang(false);
            flow.cancel(false);
            writing.shutdown();
            assertThat(writing.awaitTermination(30, TimeUnit.SECONDS)).isTrue();

            // Then
            pipeline.verify();
            assertThat(pipeline.reader().events()).noneMatch(EnrichedEvent::pathOnly);
            assertThat(pipeline.reader().events())
                    .extracting(event -> event.kubernetes("pod_name"))
                    .contains("born-while-forbidden", "born-while-refused", "born-while-hanging");
        } finally {
            writing.shutdownNow();
        }
    }

    /** A pod is born that the watcher cannot hear of, time goes by, and the known pod's lines come out all the while. */
    private void phase(Pipeline pipeline, String born) throws IOException {
        DemoPod pod = pod(born);
        pipeline.schedule(pod, SHOP);
        pipeline.logs().cri(pod.containers().get(0)).write(50);
        pipeline.reader().readFor(PHASE);
        long due = written.get();
        long asked = System.nanoTime();
        pipeline.reader().await("the known pod's lines", () -> linesOf(pipeline, "known-0") >= due);
        assertThat(Duration.ofNanos(System.nanoTime() - asked))
                .as("delay of a known pod's lines")
                .isLessThan(DELAY);
        assertThat(linesOf(pipeline, born))
                .as("lines of the pod that nobody knows")
                .isZero();
    }

    private static long linesOf(Pipeline pipeline, String pod) {
        return pipeline.reader().events().stream()
                .filter(event -> event.kubernetes("pod_name").equals(pod))
                .count();
    }

    private void write(KubeletDirectory.Log log) {
        try {
            log.write(LINES);
            written.addAndGet(LINES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static DemoPod pod(String name) {
        return DemoPod.named("shop", name, "node-1")
                .label("app.kubernetes.io/name", name)
                .container("app", "registry.example/app:1")
                .build();
    }
}
