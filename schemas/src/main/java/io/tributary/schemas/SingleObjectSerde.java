package io.tributary.schemas;

import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.PodMetadata;
import io.tributary.schemas.record.WatcherHeartbeat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificDatumReader;
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
    private final Map<Long, DatumReader<T>> readers = new HashMap<>();
    private final BinaryMessageEncoder<T> encoder;

    private SingleObjectSerde(Schema newest) {
        RecordModel model = new RecordModel();
        this.name = newest.getName();
        for (Schema published : SchemaHistory.of(name)) {
            readers.put(fingerprint(published), new SpecificDatumReader<>(published, newest, model));
        }
        this.encoder = new BinaryMessageEncoder<>(model, newest, false);
    }

    /** The wire form of records of the raw topic. */
    public static SingleObjectSerde<LogChunk> logChunk() {
        return new SingleObjectSerde<>(LogChunk.getClassSchema());
    }

    /** The wire form of rows of the metadata topic. */
    public static SingleObjectSerde<PodMetadata> podMetadata() {
        return new SingleObjectSerde<>(PodMetadata.getClassSchema());
    }

    /** The wire form of a watcher's heartbeat, which stands in the metadata topic between the rows. */
    public static SingleObjectSerde<WatcherHeartbeat> watcherHeartbeat() {
        return new SingleObjectSerde<>(WatcherHeartbeat.getClassSchema());
    }

    /** Whether the bytes bear the fingerprint of a published version of this record; false for anything else, never throws. */
    public boolean recognises(byte[] data) {
        return isSingleObject(data) && readers.containsKey(fingerprint(data));
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
        if (!isSingleObject(data)) {
            throw new SerializationException("record of " + data.length + " bytes on topic " + topic
                    + " is not in Avro's single-object encoding: it does not start with C3 01 and a fingerprint");
        }
        DatumReader<T> reader = readers.get(fingerprint(data));
        if (reader == null) {
            throw new UnknownSchemaException(name, fingerprint(data));
        }
        try {
            // From the array, not from a stream as Avro's own message decoder does it: only there are lengths compared
            // with what is left before memory is taken for them.
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(data, HEADER, data.length - HEADER, null);
            T record = reader.read(null, decoder);
            if (decoder.isEnd()) {
                return record;
            }
        } catch (IOException | RuntimeException e) {
            // Avro answers broken bytes with many kinds of unchecked exceptions.
            throw new SerializationException(
                    "record of " + data.length + " bytes on topic " + topic + " is no readable " + name, e);
        }
        throw new SerializationException(
                "record of " + data.length + " bytes on topic " + topic + " has more bytes than a " + name);
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
        return ByteBuffer.wrap(data, 2, Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
    }
}
