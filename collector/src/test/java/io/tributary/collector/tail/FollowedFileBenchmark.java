package io.tributary.collector.tail;

import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.RawRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What reading costs without Kafka: a look at quiet files, and 16 MiB of backlog per file. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FollowedFileBenchmark {

    private static final int BACKLOG_BYTES = 16 * 1024 * 1024;
    private static final long HALF_SECOND = 500_000_000L;

    /** How many containers. */
    @Param({"1", "1000"})
    public int files;

    private Path root;
    private Poller poller;
    private final Counting sink = new Counting();
    private long now = 1;

    /** Lays the files out and reads them once. */
    @Setup(Level.Trial)
    public void setUp() throws IOException {
        root = Files.createTempDirectory("followed-file");
        String line = "2024-01-01T00:00:00.000000000Z stdout F " + "x".repeat(160) + "\n";
        String content = line.repeat(files == 1 ? BACKLOG_BYTES / line.length() : 1);
        for (int i = 0; i < files; i++) {
            Files.createDirectories(root.resolve("c" + i));
            Files.writeString(root.resolve("c" + i).resolve("0.log"), content);
        }
        TailConfig config = new TailConfig(
                "test", 65_536, Duration.ofMillis(20), Duration.ofDays(1), Duration.ofSeconds(10), 1 << 30, 1 << 30);
        FakePositions listener = new FakePositions();
        poller = new Poller(
                config,
                new FolderFinder(root),
                Reading.of(
                        config,
                        new OpenFiles(new PathOpener(), files),
                        id -> null,
                        listener,
                        new Handover(sink, () -> 0)),
                DirectoryWatch.start(),
                () -> now);
        for (int i = 0; i < 100; i++) {
            look();
        }
    }

    /** Removes the files. */
    @TearDown(Level.Trial)
    public void tearDown() throws IOException {
        poller.closeFiles();
        for (int i = 0; i < files; i++) {
            Files.delete(root.resolve("c" + i).resolve("0.log"));
            Files.delete(root.resolve("c" + i));
        }
        Files.delete(root);
    }

    /** All files are due and none has grown. */
    @Benchmark
    public void look() {
        now += HALF_SECOND;
        poller.pollOnce(now);
    }

    /** Everything is read again from the beginning. */
    @Benchmark
    public long drain() {
        sink.epoch++;
        long before = sink.bytes;
        long expected = files == 1 ? BACKLOG_BYTES - 400 : 200L * files;
        while (sink.bytes - before < expected) {
            look();
        }
        return sink.bytes;
    }

    private static final class Counting implements ChunkSink {
        private long bytes;
        private int epoch;

        @Override
        public boolean hasRoom(String podDirectory) {
            return true;
        }

        @Override
        public void accept(RawRecord record, Runnable onAcknowledged) {
            bytes += record.end() - record.offset();
            onAcknowledged.run();
        }

        @Override
        public int epoch() {
            return epoch;
        }
    }
}
