package io.tributary.collector.publish;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.Gap;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.chunk.RawRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Turns what is said of a file into the bytes of a raw record: Avro's single-object encoding of {@code LogChunk}, written by hand in
 * the order of its schema. Avro itself would copy each chunk twice more and load some 600 classes on every node; that both write the
 * same bytes is tested. For one thread.
 */
final class LogChunkEncoder {

    /** Avro's CRC-64 of the schema's parsing form, which the test compares with what Avro computes. */
    static final long SCHEMA_FINGERPRINT = 0xE5FC5C90563BFAB9L;

    private static final byte[] MARK = ByteBuffer.allocate(2 + Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 0x01)
            .putLong(SCHEMA_FINGERPRINT)
            .array();

    private static final int BYTES = 0;
    private static final int GAP = 1;
    private static final int END_OF_FILE = 2;
    private static final int STILL_HERE = 3;

    private final String cluster;
    private final String node;
    private final AvroBuffer buffer = new AvroBuffer();

    LogChunkEncoder(String cluster, String node) {
        this.cluster = cluster;
        this.node = node;
    }

    byte[] encode(RawRecord record) {
        head(record);
        if (record instanceof Chunk chunk) {
            return buffer.number(BYTES)
                    .bool(chunk.startsAtLine())
                    .number(chunk.data().remaining())
                    .toBytes(chunk.data());
        }
        if (record instanceof Gap gap) {
            return buffer.number(GAP)
                    .numberOrNull(gap.knownEnd(), gap.knownEnd() >= 0)
                    .number(gap.lowerBound())
                    .text(gap.cause().label())
                    .toBytes();
        }
        if (record instanceof EndOfFile end) {
            return buffer.number(END_OF_FILE)
                    .numberOrNull(end.offset(), end.sizeKnown())
                    .bool(end.gone())
                    .bool(end.instanceOver())
                    .toBytes();
        }
        return buffer.number(STILL_HERE).toBytes();
    }

    private void head(RawRecord record) {
        LogSource source = record.source();
        buffer.clear()
                .raw(MARK)
                .text(cluster)
                .text(node)
                .text(source.podDirectory())
                .text(source.container())
                .number(source.restart())
                .textOrNull(source.containerId())
                .text(source.linkPath())
                .text(source.podLogPath())
                .raw(record.file().id().bytes())
                .number(record.file().generation())
                .number(record.offset())
                .number(record.readTime());
    }
}
