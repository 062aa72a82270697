package io.tributary.collector.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.Gap;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.chunk.RawRecord;
import io.tributary.collector.chunk.StillHere;
import io.tributary.schemas.GapCause;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.LogChunk;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;

/** The records written by hand are, byte for byte, those that Avro writes. */
class LogChunkEncoderTest {

    private static final int RECORDS = 2_000;
    private static final List<GapCause> CAUSES = List.of(GapCause.values());

    private final LogChunkEncoder encoder = new LogChunkEncoder("staging", "node-1");
    private final SingleObjectSerde<LogChunk> avro = SingleObjectSerde.logChunk();

    @Test
    void shouldBearTheFingerprintOfTheSchemaThatTheCentreReads() {
        // Given
        long fingerprint = SchemaNormalization.parsingFingerprint64(LogChunk.getClassSchema());

        // Then
        assertThat(LogChunkEncoder.SCHEMA_FINGERPRINT)
                .as("0x%016XL", fingerprint)
                .isEqualTo(fingerprint);
    }

    @Test
    void shouldWriteWhatAvroWritesForAnyRecord() {
        // Given
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < RECORDS; i++) {
            RawRecord record = record(random);

            // When
            byte[] written = encoder.encode(record);

            // Then
            assertThat(written).as("seed %d, record %d", seed, i).isEqualTo(avro.serialize("raw", generated(record)));
        }
    }

    @Test
    void shouldLeaveTheChunkAsItWasWhenItIsWritten() {
        // Given
        ByteBuffer data =
                ByteBuffer.wrap("..one line\n..".getBytes(UTF_8)).position(2).limit(11);
        Chunk chunk = new Chunk(source(new Random(1)), new FileKey(new FileId(1, 2), 0), 0, true, data, 0);

        // When
        byte[] first = encoder.encode(chunk);

        // Then
        assertThat(data.position()).isEqualTo(2);
        assertThat(data.limit()).isEqualTo(11);
        assertThat(encoder.encode(chunk)).isEqualTo(first);
    }

    private static RawRecord record(Random random) {
        LogSource source = source(random);
        FileKey file = new FileKey(new FileId(random.nextLong(), random.nextLong()), random.nextInt(3));
        long offset = number(random);
        long readTime = number(random);
        return switch (random.nextInt(4)) {
            case 0 -> new Chunk(source, file, offset, random.nextBoolean(), data(random), readTime);
            case 1 -> {
                boolean known = random.nextBoolean();
                long end = known ? offset + random.nextInt(1 << 20) : -1;
                GapCause cause = CAUSES.get(random.nextInt(CAUSES.size()));
                yield new Gap(source, file, offset, end, known ? end - offset : random.nextInt(99), cause, readTime);
            }
            case 2 ->
                new EndOfFile(
                        source,
                        file,
                        offset,
                        random.nextBoolean(),
                        random.nextBoolean(),
                        random.nextBoolean(),
                        readTime);
            default -> new StillHere(source, file, offset, readTime);
        };
    }

    private static LogSource source(Random random) {
        String pod = "ns_" + text(random) + "_" + random.nextInt();
        String id = random.nextBoolean() ? null : Long.toHexString(random.nextLong());
        return new LogSource(pod, text(random), random.nextInt(1 << 20), id, "/c/" + text(random), "/p/" + pod);
    }

    /** Of any length of encoding, one to nine bytes. */
    private static long number(Random random) {
        return random.nextLong() >>> (1 + random.nextInt(63));
    }

    private static String text(Random random) {
        String letters = "abé€\uD83D\uDE00-.".repeat(random.nextInt(200));
        return "x" + letters;
    }

    private static ByteBuffer data(Random random) {
        byte[] bytes = new byte[20 + random.nextInt(70_000)];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes, random.nextInt(10), bytes.length - 10 - random.nextInt(10));
    }

    private static LogChunk generated(RawRecord record) {
        LogSource from = record.source();
        var id = new io.tributary.schemas.record.FileId(record.file().id().bytes());
        var source = new ContainerLog(
                from.podDirectory(),
                from.container(),
                from.restart(),
                from.containerId(),
                from.linkPath(),
                from.podLogPath(),
                id,
                record.file().generation());
        Instant readTime = Instant.ofEpochMilli(record.readTime());
        return new LogChunk("staging", "node-1", source, record.offset(), readTime, payload(record));
    }

    private static Object payload(RawRecord record) {
        if (record instanceof Chunk chunk) {
            return new ChunkBytes(chunk.startsAtLine(), chunk.data());
        }
        if (record instanceof Gap gap) {
            Long end = gap.knownEnd() < 0 ? null : gap.knownEnd();
            return new ChunkGap(end, gap.lowerBound(), gap.cause().label());
        }
        if (record instanceof EndOfFile end) {
            Long size = end.sizeKnown() ? end.offset() : null;
            return new io.tributary.schemas.record.EndOfFile(size, end.gone(), end.instanceOver());
        }
        return new io.tributary.schemas.record.StillHere();
    }
}
