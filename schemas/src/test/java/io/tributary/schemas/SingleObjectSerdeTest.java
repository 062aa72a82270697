package io.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.PodMetadata;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SingleObjectSerdeTest {

    private static final String TOPIC = "tributary.raw";
    private static final long SEED = System.nanoTime();

    private final SingleObjectSerde<LogChunk> chunks = SingleObjectSerde.logChunk();
    private final SingleObjectSerde<PodMetadata> pods = SingleObjectSerde.podMetadata();

    static Stream<LogChunk> chunkOfEveryKind() {
        return Records.chunks();
    }

    @ParameterizedTest
    @MethodSource("chunkOfEveryKind")
    void shouldReadWhatItWroteWhenRecordIsAChunk(LogChunk chunk) {
        // When
        byte[] bytes = chunks.serialize(TOPIC, chunk);

        // Then
        assertThat(chunks.deserialize(TOPIC, bytes)).isEqualTo(chunk);
        assertThat(chunks.recognises(bytes)).isTrue();
        assertThat(pods.recognises(bytes)).isFalse();
    }

    @Test
    void shouldReadWhatItWroteWhenRecordIsAPod() {
        // When
        byte[] bytes = pods.serialize(TOPIC, Records.pod());

        // Then
        assertThat(pods.deserialize(TOPIC, bytes)).isEqualTo(Records.pod());
    }

    @Test
    void shouldBearMarkerAndFingerprintWhenWritten() {
        // When
        byte[] bytes = pods.serialize(TOPIC, Records.pod());

        // Then
        assertThat(Arrays.copyOf(bytes, 2)).containsExactly(0xC3, 0x01);
        assertThat(Arrays.copyOfRange(bytes, 2, 10))
                .as("little-endian CRC-64-AVRO of the schema")
                .isEqualTo(fingerprint(SchemaNormalization.parsingFingerprint64(PodMetadata.getClassSchema())));
    }

    @Test
    void shouldCostFewBytesBesideTheDataWhenChunkIsWritten() {
        // Given
        LogChunk chunk = Records.chunk(new ChunkBytes(true, ByteBuffer.allocate(65_536)));

        // When
        byte[] bytes = chunks.serialize(TOPIC, chunk);

        // Then
        assertThat(bytes.length - 65_536).isLessThan(300);
    }

    @Test
    void shouldPassNullThroughWhenRecordIsATombstone() {
        // When / Then
        assertThat(pods.serialize(TOPIC, null)).isNull();
        assertThat(pods.deserialize(TOPIC, null)).isNull();
        assertThat(pods.recognises(null)).isFalse();
    }

    @Test
    void shouldNameFingerprintWhenSchemaIsUnknown() {
        // Given
        byte[] bytes = pods.serialize(TOPIC, Records.pod());
        System.arraycopy(fingerprint(0x1234_5678_9ABC_DEF0L), 0, bytes, 2, 8);

        // When / Then
        assertThatThrownBy(() -> pods.deserialize(TOPIC, bytes))
                .isInstanceOfSatisfying(
                        UnknownSchemaException.class,
                        e -> assertThat(e.fingerprint()).isEqualTo(0x1234_5678_9ABC_DEF0L))
                .hasMessageContaining("123456789abcdef0")
                .hasMessageContaining("PodMetadata")
                .hasMessageContaining("upgrade the centre");
        assertThat(pods.recognises(bytes)).isFalse();
    }

    @Test
    void shouldRefuseWhenRecordIsOfTheOtherKind() {
        // When / Then
        assertThatThrownBy(() -> chunks.deserialize(TOPIC, pods.serialize(TOPIC, Records.pod())))
                .isInstanceOf(UnknownSchemaException.class);
    }

    @Test
    void shouldRefuseWhenMarkerIsWrong() {
        // Given
        byte[] bytes = pods.serialize(TOPIC, Records.pod());
        bytes[1] = 2;

        // When / Then
        assertThatThrownBy(() -> pods.deserialize(TOPIC, bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("single-object encoding");
    }

    @ParameterizedTest
    @MethodSource("chunkOfEveryKind")
    void shouldRefuseWhenRecordIsCutAnywhere(LogChunk chunk) {
        // Given
        byte[] bytes = chunks.serialize(TOPIC, chunk);

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            // When / Then
            assertThatThrownBy(() -> chunks.deserialize(TOPIC, cut))
                    .as("cut to %d of %d bytes", length, bytes.length)
                    .isInstanceOf(SerializationException.class);
        }
    }

    @Test
    void shouldRefuseWhenBytesFollowTheRecord() {
        // Given
        byte[] bytes = pods.serialize(TOPIC, Records.pod());

        // When / Then
        assertThatThrownBy(() -> pods.deserialize(TOPIC, Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("more bytes");
    }

    @Test
    void shouldThrowNothingElseWhenBytesAreRandom() {
        Random random = new Random(SEED);
        for (int i = 0; i < 4_000; i++) {
            // Given
            byte[] valid = i % 2 == 0
                    ? chunks.serialize(TOPIC, Records.chunks().toList().get(i % 6))
                    : pods.serialize(TOPIC, Records.pod());
            byte[] bytes = i % 3 == 0 ? new byte[random.nextInt(200)] : valid;
            int from = i % 3 == 0 ? 0 : 10 + random.nextInt(bytes.length - 10);
            byte[] noise = new byte[Math.min(bytes.length - from, i % 3 == 1 ? 1 + random.nextInt(6) : bytes.length)];
            random.nextBytes(noise);
            System.arraycopy(noise, 0, bytes, from, noise.length);

            // When / Then
            assertThatCode(() -> {
                        try {
                            chunks.deserialize(TOPIC, bytes);
                            pods.deserialize(TOPIC, bytes);
                        } catch (SerializationException e) {
                            assertThat(e).hasMessageMatching("(?s)record .*");
                        }
                    })
                    .as("seed %d, round %d", SEED, i)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void shouldNotAllocateWhatALengthClaimsWhenItIsForged() {
        // Given
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] chunk = chunks.serialize(TOPIC, Records.chunk(new ChunkBytes(true, ByteBuffer.wrap(new byte[] {42}))));
        byte[] forgedData = forge(chunk, chunk.length - 2, 1L << 30);
        byte[] forgedCluster = forge(chunk, 10, 1L << 30);
        PodMetadata pod = Records.pod();
        pod.setIncomplete(List.of("x"));
        byte[] row = pods.serialize(TOPIC, pod);
        // ... count 1, length 1, 'x', end of the list
        byte[] forgedList = forge(row, row.length - 4, 1L << 30);
        long before = threads.getCurrentThreadAllocatedBytes();

        // When
        assertThatThrownBy(() -> chunks.deserialize(TOPIC, forgedData)).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> chunks.deserialize(TOPIC, forgedCluster)).isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> pods.deserialize(TOPIC, forgedList)).isInstanceOf(SerializationException.class);

        // Then
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32L << 20);
    }

    /** The record with the one-byte length at a position replaced by another length. */
    private static byte[] forge(byte[] record, int position, long length) {
        byte[] varint = new byte[10];
        int size = 0;
        for (long rest = length << 1; ; rest >>>= 7) {
            varint[size++] = (byte) (rest > 0x7F ? (rest & 0x7F) | 0x80 : rest);
            if (rest <= 0x7F) {
                break;
            }
        }
        byte[] forged = new byte[record.length - 1 + size];
        System.arraycopy(record, 0, forged, 0, position);
        System.arraycopy(varint, 0, forged, position, size);
        System.arraycopy(record, position + 1, forged, position + size, record.length - position - 1);
        return forged;
    }

    private static byte[] fingerprint(long value) {
        return ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
