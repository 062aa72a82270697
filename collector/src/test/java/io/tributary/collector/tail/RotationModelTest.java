package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.RawRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random histories of writing, rotating, compressing, deleting, restarting and losing, against a model that knows every byte. */
class RotationModelTest {

    private static final int STEPS = 150;

    private TailBench bench;
    private Random random;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final List<String> rotated = new ArrayList<>();
    private int restart;
    private int rotations;
    private boolean midLine;

    static long[] seeds() {
        return new Random().longs(12).toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void shouldDeliverEveryByteInOrderWhateverHappensToTheFiles(long seed, @TempDir Path root) {
        random = new Random(seed);
        bench = new TailBench(root, 64 + random.nextInt(400));

        for (int step = 0; step < STEPS; step++) {
            act();
        }
        finishLine();
        bench.sink.hasRoom(true);
        bench.pollFor(Duration.ofSeconds(30));
        bench.sink.acknowledge();
        bench.pollFor(Duration.ofSeconds(30));
        bench.close();

        assertThat(bench.sink.gaps()).isEmpty();
        assertThat(delivered()).as("seed %d", seed).isEqualTo(written.toString(StandardCharsets.UTF_8));
    }

    private void act() {
        int choice = random.nextInt(100);
        if (choice < 45) {
            writeSome();
        } else if (choice < 60) {
            bench.pollFor(Duration.ofMillis(50 + random.nextInt(400)));
        } else if (choice < 68) {
            rotate();
        } else if (choice < 73) {
            compressOldest();
        } else if (choice < 77) {
            deleteWhatWasRead();
        } else if (choice < 81) {
            restartContainer();
        } else if (choice < 86) {
            restartCollector();
        } else if (choice < 91) {
            loseOrAcknowledge();
        } else {
            bench.sink.hasRoom(random.nextInt(3) > 0);
            bench.pollOnce();
        }
    }

    private String current() {
        return restart + ".log";
    }

    private void writeSome() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            if (!midLine) {
                text.append(bench.line(""));
            }
            text.append("x".repeat(random.nextInt(random.nextInt(10) == 0 ? 700 : 60)));
            midLine = i == 0 && random.nextInt(4) == 0;
            text.append(midLine ? "" : "\n");
        }
        write(text.toString());
    }

    private void write(String text) {
        bench.write(current(), text);
        written.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A runtime opens a new file between two lines only. */
    private void finishLine() {
        if (midLine) {
            write("\n");
            midLine = false;
        }
    }

    private void rotate() {
        if (!bench.file(current()).toFile().exists()) {
            return;
        }
        finishLine();
        String name = current() + String.format(".20240101-%06d", rotations++);
        bench.rename(current(), name);
        rotated.add(name);
        if (random.nextBoolean()) {
            bench.pollFor(Duration.ofMillis(100));
        }
        if (random.nextBoolean()) {
            String late = bench.line("written before the runtime opened the new file") + "\n";
            bench.write(name, late);
            written.writeBytes(late.getBytes(StandardCharsets.UTF_8));
        }
        if (random.nextBoolean()) {
            bench.create(current());
        }
    }

    private void compressOldest() {
        for (int i = 0; i + 1 < rotated.size(); i++) {
            if (!rotated.get(i).endsWith(".gz")) {
                bench.compress(rotated.get(i));
                rotated.set(i, rotated.get(i) + ".gz");
                return;
            }
        }
    }

    /** Only what is open or acknowledged may go: what else goes is a loss that this model does not know. */
    private void deleteWhatWasRead() {
        bench.sink.hasRoom(true);
        bench.pollFor(Duration.ofSeconds(3));
        bench.sink.acknowledge();
        if (!rotated.isEmpty()) {
            bench.delete(rotated.remove(0));
        }
    }

    private void restartContainer() {
        finishLine();
        restart++;
    }

    private void restartCollector() {
        bench.sink.acknowledge(random.nextInt(4));
        bench.sink.loseUnacknowledged();
        bench.close();
        bench.start();
    }

    private void loseOrAcknowledge() {
        bench.sink.keepUnacknowledged();
        bench.sink.acknowledge(random.nextInt(4));
        if (random.nextInt(3) == 0) {
            bench.sink.loseUnacknowledged();
        }
    }

    /** What the centre makes of the records: each file's bytes once, a file where its first chunk stands. */
    private String delivered() {
        Map<FileKey, Map<Long, Byte>> bytes = new LinkedHashMap<>();
        for (RawRecord record : bench.sink.records()) {
            if (record instanceof Chunk chunk) {
                byte[] data = chunk.data().array();
                Map<Long, Byte> file = bytes.computeIfAbsent(chunk.file(), key -> new TreeMap<>());
                assertThat(chunk.offset()).as("no sender skips").isLessThanOrEqualTo(file.size());
                for (int i = 0; i < data.length; i++) {
                    Byte before = file.put(chunk.offset() + i, data[i]);
                    assertThat(before).as("the same bytes again").isIn(null, data[i]);
                }
            }
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        bytes.values().forEach(file -> file.values().forEach(all::write));
        return all.toString(StandardCharsets.UTF_8);
    }
}
