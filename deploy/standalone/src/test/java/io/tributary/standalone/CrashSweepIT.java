package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.guarantee.EnrichedEvent;
import io.tributary.standalone.kit.ChildProcess;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import io.tributary.standalone.kit.SystemCallFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the collector at every system call that changes its state folder or sends to the broker, and at random times, while lines
 * are written and files rotate. {@code -Dcrash.kills=500} kills so often at random, and then at the calls of two saves and of thirty
 * sends; otherwise a few.
 */
class CrashSweepIT {

    private static final int KILLS = Integer.getInteger("crash.kills", 5);
    private static final boolean LONG_FORM = KILLS > 100;
    /** Delete, open, write, sync, two renames, open and sync of the folder; then the first of the next save. */
    private static final int CALLS_OF_A_SAVE = 9;

    private static final int CALLS = LONG_FORM ? 2 * CALLS_OF_A_SAVE : CALLS_OF_A_SAVE;
    private static final int SENDS = LONG_FORM ? 30 : 5;
    private static final int KILLS_PER_ROTATION = 3;
    private static final Duration TURN = Duration.ofMillis(40);
    private static final int TURNS = 500;

    @TempDir
    private Path directory;

    private KubeletDirectory.Log log;
    private int kills;

    @Test
    void shouldLoseAndDoubleNothingWhenKilledAtAnySystemCall() throws Exception {
        SystemCallFault.assumeThereIsStrace();
        try (Pipeline pipeline = started("system-calls")) {
            // When
            for (int call = 1; call <= CALLS; call++) {
                killAt(pipeline, "tributary-checkpoint", call);
            }
            for (int send = 1; send <= SENDS; send++) {
                killAt(pipeline, "kafka-producer-network-thread", send);
            }
            pipeline.startCollectorProcess();

            // Then
            verify(pipeline);
        }
    }

    @Test
    void shouldLoseAndDoubleNothingWhenKilledAtRandomTimes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Pipeline pipeline = started("random-times")) {
            // When
            for (int kill = 0; kill < KILLS; kill++) {
                ChildProcess collector = pipeline.startCollectorProcess();
                for (long turns = random.nextInt(60); turns > 0; turns--) {
                    writeUntil(collector, 1);
                }
                collector.kill();
                killed();
            }
            pipeline.startCollectorProcess();

            // Then
            verify(pipeline);
        } catch (Throwable e) {
            throw new AssertionError("with seed " + seed, e);
        }
    }

    private Pipeline started(String name) throws Exception {
        Pipeline pipeline = new Pipeline(directory, name);
        DemoPod web = DemoPod.named("shop", "web-0", "node-1")
                .label("app", "web")
                .container("app", "registry.example/app:1")
                .build();
        pipeline.schedule(web, Map.of("team", "storefront"));
        pipeline.set("checkpoint.interval.ms", "100");
        pipeline.startWatcher();
        pipeline.startEnricher();
        log = pipeline.logs().cri(web.containers().get(0));
        return pipeline;
    }

    private void killAt(Pipeline pipeline, String thread, int nth) throws Exception {
        ChildProcess collector = pipeline.startCollectorProcess();
        try (SystemCallFault armed = SystemCallFault.kill(collector, thread, nth)) {
            assertThat(writeUntil(collector, TURNS))
                    .as("killed at call %s of %s", nth, armed)
                    .isTrue();
        }
        killed();
    }

    /** Writes on until the process has ended, for so many turns at most; whether it has ended. */
    private boolean writeUntil(ChildProcess collector, int turns) throws Exception {
        for (int turn = 0; turn < turns; turn++) {
            log.write(10);
            if (collector.endsWithin(TURN)) {
                return true;
            }
        }
        return false;
    }

    private void killed() throws Exception {
        if (++kills % KILLS_PER_ROTATION == 0) {
            log.rotate();
        }
    }

    private static void verify(Pipeline pipeline) {
        pipeline.verify();
        assertThat(pipeline.reader().events().stream().map(EnrichedEvent::flags))
                .noneMatch(flags -> flags.contains("gap"));
    }
}
