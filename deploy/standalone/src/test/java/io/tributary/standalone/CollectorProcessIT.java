package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.kit.ChildProcess;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import io.tributary.standalone.kit.SystemCallFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The collector as a process of its own: how it refuses to start, how it ends, and what its state folder does to it. */
class CollectorProcessIT {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration TURN = Duration.ofMillis(40);

    @TempDir
    private Path directory;

    @Test
    void shouldEndWith78AndTheRemedyWhenTheStateDirectoryIsMissing() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "state-missing")) {
            Path missing = directory.resolve("not-there");

            // When
            ChildProcess collector =
                    pipeline.set("state.dir", missing.toString()).startCollectorProcess();

            // Then
            assertThat(collector.await(START)).isEqualTo(78);
            assertThat(output()).contains("state.dir " + missing + " is no directory: create it with 'install -d");
        }
    }

    @Test
    void shouldNameTheOtherProcessWhenTheStateDirectoryIsInUse() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "state-in-use")) {
            // Given
            ChildProcess first = pipeline.startCollectorProcess();
            Path lock = directory.resolve("collector/lock");
            await("the first one has the folder").atMost(START).until(() -> Files.exists(lock) && Files.size(lock) > 0);

            // When
            ChildProcess second = pipeline.startCollectorProcess();

            // Then: not 78, for the first one may be about to end
            assertThat(second.await(START)).isEqualTo(1);
            assertThat(output())
                    .contains("state.dir " + directory.resolve("collector")
                            + " is in use by the collector with process id " + first.pid());
            assertThat(first.terminate()).isZero();
        }
    }

    @Test
    void shouldSendNothingTwiceWhenTerminatedUnderLoad() throws Exception {
        try (Pipeline pipeline = new Pipeline(directory, "terminated")) {
            DemoPod pod = pod();
            KubeletDirectory.Log log = pipeline.logs().cri(pod.containers().get(0));
            for (int round = 0; round < 3; round++) {
                // Given
                ChildProcess collector = pipeline.startCollectorProcess();
                int before = pipeline.rawLog(pod).chunks();
                do {
                    log.write(50);
                } while (!collector.endsWithin(TURN) && pipeline.rawLog(pod).chunks() < before + 3);

                // When / Then
                log.write(1_000);
                assertThat(collector.terminate()).isZero();
            }
            pipeline.startCollectorProcess();
            pipeline.awaitInRawLog(pod).verifyNothingTwice();
        }
    }

    @Test
    void shouldGoOnAndSaveAgainWhenTheDiskFailsToSync() throws Exception {
        SystemCallFault.assumeThereIsStrace();
        try (Pipeline pipeline = new Pipeline(directory, "sync-fails")) {
            // Given
            DemoPod pod = pod();
            KubeletDirectory.Log log = pipeline.logs().cri(pod.containers().get(0));
            ChildProcess collector =
                    pipeline.set("checkpoint.interval.ms", "50").startCollectorProcess();
            String calls = "?fsync,?fdatasync";

            // When
            try (SystemCallFault failing =
                    SystemCallFault.inject(collector, "tributary-checkpoint", calls, "error=EIO:when=1..5")) {
                log.write(500);
                pipeline.awaitInRawLog(pod);
                while (!output().contains("Checkpoint not saved")) {
                    assertThat(collector.endsWithin(TURN))
                            .as("ended with %s", failing)
                            .isFalse();
                    log.write(10);
                }
                pipeline.awaitInRawLog(pod);
            }

            // Then: what was saved in the end is all of it
            assertThat(collector.terminate()).isZero();
            log.write(10);
            pipeline.startCollectorProcess();
            pipeline.awaitInRawLog(pod).verifyNothingTwice();
        }
    }

    private String output() throws Exception {
        return Files.readString(directory.resolve("collector.out"));
    }

    private static DemoPod pod() {
        return DemoPod.named("shop", "web-0", "node-1")
                .container("app", "registry.example/app:1")
                .build();
    }
}
