package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.guarantee.EnrichedEvent;
import io.tributary.standalone.kit.ChildProcess;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import io.tributary.standalone.kit.SystemCallFault;
import java.io.IOException;
import java.nio.file.Files;
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
    /** Open, write, sync, two renames, open and sync of the folder; a delete first where a kill has left something. */
    private static final int CALLS_OF_A_SAVE = 8;

    private static final int CALLS = LONG_FORM ? 2 * CALLS_OF_A_SAVE : CALLS_OF_A_SAVE;
    /** The first four or five find the brokers and the producer's id; then come chunks. */
    private static final int SENDS = LONG_FORM ? 30 : 9;

    private static final int SEND_STEP = LONG_FORM ? 1 : 4;
    private static final int KILLS_PER_ROTATION = 2;
    private static final Duration TURN = Duration.ofMillis(40);
    private static final int TURNS = 500;
    private static final int ATTEMPTS = 3;
    private static final Duration END = Duration.ofSeconds(2);
    private static final int LINGER_MS = 200;
    private static final int RANDOM_TURNS = 40;
    private static final Duration START = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private KubeletDirectory.Log log;
    private int kills;
    private int rotations;
    private long writtenBeforeRotation;

    @Test
    void shouldLoseAndDoubleNothingWhenKilledAtAnySystemCall() throws Exception {
        SystemCallFault.assumeThereIsStrace();
        try (Pipeline pipeline = started("system-calls")) {
            // When
            for (int call = 1; call <= CALLS; call++) {
                killAt(pipeline, "tributary-checkpoint", call);
            }
            for (int send = 1; send <= SENDS; send += SEND_STEP) {
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
                await().atMost(START).until(() -> hasStateFolder(collector));
                assertThat(writeUntil(collector, random.nextInt(RANDOM_TURNS)))
                        .as("ended by itself")
                        .isFalse();
                log.write(50);
                // no later than the producer lingers: what was just read is still under way
                collector.endsWithin(Duration.ofMillis(random.nextInt(LINGER_MS)));
                collector.kill();
                rotateNowAndThen(pipeline);
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
        pipeline.set("checkpoint.interval.ms", "10").set("kafka.linger.ms", Integer.toString(LINGER_MS));
        pipeline.startWatcher();
        pipeline.startEnricher();
        log = pipeline.logs().cri(web.containers().get(0));
        return pipeline;
    }

    private void killAt(Pipeline pipeline, String thread, int nth) throws Exception {
        ChildProcess collector = pipeline.startCollectorProcess();
        boolean killed = false;
        // A thread may end before its n-th call: a producer that hears nothing of its topic in time makes way for
        // another one.
        for (int attempt = 0; attempt < ATTEMPTS && !killed; attempt++) {
            try (SystemCallFault armed = SystemCallFault.kill(collector, thread, nth)) {
                for (int turn = 0; turn < TURNS && armed.isArmed() && !killed; turn++) {
                    killed = writeUntil(collector, 1);
                }
                killed = killed || collector.endsWithin(END);
            }
        }
        assertThat(killed).as("killed at call %s of %s", nth, thread).isTrue();
        rotateNowAndThen(pipeline);
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

    private boolean hasStateFolder(ChildProcess collector) throws IOException {
        Path lock = directory.resolve("collector/lock");
        return Files.exists(lock) && Files.readString(lock).strip().equals(Long.toString(collector.pid()));
    }

    /** Only when what was written before the last rotation has come out: the kubelet would remove what is older. */
    private void rotateNowAndThen(Pipeline pipeline) throws Exception {
        pipeline.reader().readFor(TURN);
        if (++kills % KILLS_PER_ROTATION == 0 && pipeline.guarantees().linesRead() >= writtenBeforeRotation) {
            writtenBeforeRotation = pipeline.guarantees().linesWritten();
            log.rotate();
            rotations++;
        }
    }

    private void verify(Pipeline pipeline) {
        pipeline.verify();
        assertThat(rotations).as("rotations in %s kills", kills).isPositive();
        assertThat(pipeline.reader().events().stream().map(EnrichedEvent::flags))
                .noneMatch(flags -> flags.contains("gap"));
    }
}
