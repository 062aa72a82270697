package io.tributary.enricher.assembly;

import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.LogChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time per line of 200 bytes, in chunks of 64 KiB, from raw record to events. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AssemblerBenchmark {

    private static final int LINES = 327;
    private static final int LINE_LENGTH = 200;

    /** How the lines are written. */
    @Param({"CRI", "DOCKER", "DOCKER_ESCAPES", "CRI_FRAGMENTS"})
    public Shape shape;

    private final Assembler assembler = new Assembler(AssembledFile.LIMITS);
    private final Map<String, byte[]> store = new HashMap<>();
    private byte[] data;
    private AssembledFile file;
    private long offset;

    /** What a line looks like. */
    public enum Shape {
        /** Complete CRI lines. */
        CRI,
        /** Complete Docker records whose only escape is the newline. */
        DOCKER,
        /** Complete Docker records with quotes inside. */
        DOCKER_ESCAPES,
        /** CRI fragments, every fourth complete. */
        CRI_FRAGMENTS
    }

    /** Writes one chunk. */
    @Setup
    public void writeChunk() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            lines.append(line(i)).append('\n');
        }
        data = lines.toString().getBytes(StandardCharsets.UTF_8);
        file = AssembledFile.withDefaults();
    }

    private String line(int number) {
        String time = String.format(Locale.ROOT, "2024-05-01T00:00:00.%09dZ", number);
        return switch (shape) {
            case CRI -> fill(time + " stdout F ", "", "");
            case CRI_FRAGMENTS -> fill(time + " stdout " + (number % 4 == 3 ? 'F' : 'P') + ' ', "", "");
            case DOCKER -> fill("{\"log\":\"", "", "\\n\",\"stream\":\"stdout\",\"time\":\"" + time + "\"}");
            case DOCKER_ESCAPES ->
                fill("{\"log\":\"", "\\\"quoted\\\" ", "\\n\",\"stream\":\"stdout\",\"time\":\"" + time + "\"}");
        };
    }

    private static String fill(String head, String middle, String tail) {
        int rest = LINE_LENGTH - 1 - head.length() - middle.length() - tail.length();
        return head + middle + "x".repeat(rest) + tail;
    }

    /** One chunk, as if it were the next of its file. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public Assembled assemble() {
        LogChunk chunk = file.chunk(offset, new ChunkBytes(true, ByteBuffer.wrap(data)));
        Assembled assembled = assembler.assemble(chunk, AssembledFile.READ_TIME, store::get);
        for (Assembled.Change change : assembled.changes()) {
            if (change.value() == null) {
                store.remove(change.key());
            } else {
                store.put(change.key(), change.value());
            }
        }
        offset += data.length;
        return assembled;
    }
}
