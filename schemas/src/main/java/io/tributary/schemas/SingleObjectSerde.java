package io.tributary.schemas;

import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.ContainerFacts;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.EndOfFile;
import io.tributary.schemas.record.FileId;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.Owner;
import io.tributary.schemas.record.PodMetadata;
import io.tributary.schemas.record.StillHere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.message.BadHeaderException;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.message.MissingSchemaException;
import org.apache.avro.message.SchemaStore;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Avro single-object encoding (marker {@code C3 01}, schema fingerprint, body) of one record type.
 * Writes the newest schema version; reads every version in {@link SchemaHistory}. No registry is needed.
 * Safe for use by several threads.
 *
 * @param <T> the generated record
 */
public final class SingleObjectSerde<T extends SpecificRecord> implements Serde<T>, Serializer<T>, Deserializer<T> {

    private static final int HEADER = 10;

    private final String name;
    private final SchemaStore.Cache published = new SchemaStore.Cache();
    private final BinaryMessageEncoder<T> encoder;
    private final BinaryMessageDecoder<T> decoder;

    private SingleObjectSerde(Schema newest) {
        this.name = newest.getName();
        SchemaHistory.of(name).forEach(published::addSchema);
        SpecificData model = new OwnRecords();
        this.encoder = new BinaryMessageEncoder<>(model, newest, false);
        this.decoder = new BinaryMessageDecoder<>(model, newest, published);
    }

    /** The wire form of records of the raw topic. */
    public static SingleObjectSerde<LogChunk> logChunk() {
        return new SingleObjectSerde<>(LogChunk.getClassSchema());
    }

    /** The wire form of rows of the metadata topic. */
    public static SingleObjectSerde<PodMetadata> podMetadata() {
        return new SingleObjectSerde<>(PodMetadata.getClassSchema());
    }

    /** Whether the bytes bear the fingerprint of a published version of this record; false for anything else, never throws. */
    public boolean recognises(byte[] data) {
        return isSingleObject(data) && published.findByFingerprint(fingerprint(data)) != null;
    }

    /** The encoded record, {@code null} for {@code null} (a tombstone). */
    @Override
    public byte[] serialize(String topic, T data) {
        if (data == null) {
            return null;
        }
        try {
            ByteBuffer encoded = encoder.encode(data);
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    /**
     * The decoded record, {@code null} for {@code null}.
     *
     * @throws UnknownSchemaException if the fingerprint is no published version of this record
     * @throws SerializationException if the bytes are not in single-object encoding or no such record
     */
    @Override
    public T deserialize(String topic, byte[] data) {
        if (data == null) {
            return null;
        }
        try {
            return decoder.decode(data, null);
        } catch (MissingSchemaException e) {
            throw new UnknownSchemaException(name, fingerprint(data), e);
        } catch (BadHeaderException e) {
            throw new SerializationException(
                    "record of " + data.length + " bytes on topic " + topic
                            + " is not in Avro's single-object encoding: it does not start with C3 01 and a fingerprint",
                    e);
        } catch (IOException | AvroRuntimeException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new SerializationException(
                    "record of " + data.length + " bytes on topic " + topic + " is no readable " + name, e);
        }
    }

    @Override
    public Serializer<T> serializer() {
        return this;
    }

    @Override
    public Deserializer<T> deserializer() {
        return this;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
        // nothing to configure
    }

    @Override
    public void close() {
        // nothing to close
    }

    /** The fingerprint that encoded records of a schema bear. */
    static long fingerprint(Schema schema) {
        return SchemaNormalization.parsingFingerprint64(schema);
    }

    private static boolean isSingleObject(byte[] data) {
        return data != null && data.length >= HEADER && data[0] == (byte) 0xC3 && data[1] == 0x01;
    }

    private static long fingerprint(byte[] data) {
        return data.length < HEADER
                ? 0
                : ByteBuffer.wrap(data, 2, Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong();
    }

    /** Avro trusts no class by itself; ours are those that the build generated, and no other name in a schema is ever loaded. */
    private static final class OwnRecords extends SpecificData {

        private static final Map<String, Class<?>> CLASSES = Stream.of(
                        LogChunk.class,
                        ContainerLog.class,
                        FileId.class,
                        ChunkBytes.class,
                        ChunkGap.class,
                        EndOfFile.class,
                        StillHere.class,
                        PodMetadata.class,
                        Owner.class,
                        ContainerFacts.class,
                        NamespaceFacts.class)
                .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

        @Override
        @SuppressWarnings("rawtypes") // as in Avro's own signature
        public Class getClass(Schema schema) {
            boolean named = schema.getType() == Schema.Type.RECORD || schema.getType() == Schema.Type.FIXED;
            Class<?> own = named ? CLASSES.get(schema.getFullName()) : null;
            return own == null ? super.getClass(schema) : own;
        }
    }
}
