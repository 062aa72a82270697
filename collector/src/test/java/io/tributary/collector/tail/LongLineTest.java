package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.RawRecord;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One line of 100 MB, read by a process of its own with a heap of 64 MB. */
class LongLineTest {

    private static final int LINE_BYTES = 100 << 20;
    private static final String PREFIX = "2024-01-01T00:00:00.000000000Z stdout F ";

    @Test
    void shouldSendALineLongerThanTheHeapInChunksWhileItsNeighboursFlow(@TempDir Path root) throws Exception {
        long bytes = writeLongLine(root.resolve("long"));

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        root.toString(),
                        Long.toString(bytes))
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(told).contains("long line delivered, largest chunk 65536, neighbour's lines meanwhile: 3");
        assertThat(process.exitValue()).isZero();
    }

    private static long writeLongLine(Path container) throws IOException {
        Files.createDirectories(container);
        byte[] part = new byte[1 << 20];
        Arrays.fill(part, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(container.resolve("0.log"))) {
            out.write(PREFIX.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < LINE_BYTES / part.length; i++) {
                out.write(part);
            }
            out.write('\n');
        }
        return Files.size(container.resolve("0.log"));
    }

    /** The process: reads until the long line is through, and lets the neighbour write three times meanwhile. */
    static final class Reader implements ChunkSink {

        private final Path neighbour;
        private final long expected;
        private long read;
        private long largest;
        private int neighbourLines;

        private Reader(Path neighbour, long expected) {
            this.neighbour = neighbour;
            this.expected = expected;
        }

        /** Takes the folder and the long file's size. */
        public static void main(String[] args) throws IOException {
            Path root = Path.of(args[0]);
            Path neighbour = Files.createDirectories(root.resolve("neighbour")).resolve("0.log");
            new Reader(neighbour, Long.parseLong(args[1])).run(root);
        }

        private void run(Path root) throws IOException {
            long now = 1;
            FakePositions positions = new FakePositions();
            Handover handover = new Handover(this, System::currentTimeMillis);
            TailConfig config = TailConfig.of("test");
            Poller poller = new Poller(
                    config,
                    new FolderFinder(root),
                    Reading.of(config, new OpenFiles(new PathOpener(), 100), positions, positions, handover),
                    DirectoryWatch.none(),
                    () -> 1);
            for (int written = 0; read < expected; now += TimeUnit.MILLISECONDS.toNanos(500)) {
                if (neighbourLines == written && written < 3) {
                    Files.writeString(
                            neighbour, PREFIX + written++ + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                }
                poller.pollOnce(now);
            }
            poller.closeFiles();
            System.out.println("long line delivered, largest chunk " + largest + ", neighbour's lines meanwhile: "
                    + neighbourLines);
        }

        @Override
        public boolean hasRoom(String podDirectory) {
            return true;
        }

        @Override
        public void accept(RawRecord record, Runnable onAcknowledged) {
            long bytes = record.end() - record.offset();
            if (record.source().container().equals("long")) {
                read += bytes;
                largest = Math.max(largest, bytes);
            } else {
                neighbourLines++;
            }
            onAcknowledged.run();
        }

        @Override
        public int epoch() {
            return 0;
        }
    }
}
