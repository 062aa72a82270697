package io.tributary.enricher.topology;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A raw record as it is kept in the store while its pod waits: a small head, then the record's own bytes.
 *
 * @param podSince when this application processed the pod's first chunk, milliseconds since 1970
 * @param partition its raw partition
 * @param offset its raw offset
 * @param timestamp its append time
 * @param payloadBytes bytes of the log file in it
 * @param record as it lay in the raw topic
 */
record HeldChunk(long podSince, int partition, long offset, long timestamp, int payloadBytes, byte[] record) {

    private static final byte VERSION = 1;
    private static final int HEAD = 1 + 3 * Long.BYTES + 2 * Integer.BYTES;

    static HeldChunk of(RawRecord raw, int payloadBytes, long podSince) {
        return new HeldChunk(podSince, raw.partition(), raw.offset(), raw.timestamp(), payloadBytes, raw.value());
    }

    /** The raw record as it was. */
    RawRecord raw(String key) {
        return new RawRecord(key, record, partition, offset, timestamp);
    }

    byte[] encode() {
        return ByteBuffer.allocate(HEAD + record.length)
                .put(VERSION)
                .putLong(podSince)
                .putInt(partition)
                .putLong(offset)
                .putLong(timestamp)
                .putInt(payloadBytes)
                .put(record)
                .array();
    }

    static HeldChunk decode(byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        if (value.length < HEAD || buffer.get() != VERSION) {
            throw new SerializationException(
                    "an entry of the store '" + StateStores.HELD + "' is no held chunk of version " + VERSION
                            + ": it was written by a newer enricher; run that one");
        }
        long podSince = buffer.getLong();
        int partition = buffer.getInt();
        long offset = buffer.getLong();
        long timestamp = buffer.getLong();
        int payloadBytes = buffer.getInt();
        byte[] record = new byte[buffer.remaining()];
        buffer.get(record);
        return new HeldChunk(podSince, partition, offset, timestamp, payloadBytes, record);
    }
}
