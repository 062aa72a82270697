package io.tributary.enricher.topology;

import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.UnknownSchemaException;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.LogChunk;
import org.apache.kafka.common.errors.SerializationException;

/** Decodes raw records and refuses those that cannot be what they say. */
final class ChunkReader {

    private final String topic;
    private final SingleObjectSerde<LogChunk> serde = SingleObjectSerde.logChunk();

    ChunkReader(String topic) {
        this.topic = topic;
    }

    LogChunk read(RawRecord raw) throws UnusableRecordException {
        if (raw.value() == null) {
            throw new UnusableRecordException(DeadLetters.EMPTY, "record has no value", null);
        }
        LogChunk chunk = decode(raw.value());
        if (!speaksOfItsKey(raw.key(), chunk)) {
            throw new UnusableRecordException(
                    DeadLetters.WRONG_KEY, "key is '" + raw.key() + "' but the chunk is another pod's", null);
        }
        return chunk;
    }

    /** Bytes of the log file in a chunk; 0 for a gap, an end of file or a sign of life. */
    static int payloadBytes(LogChunk chunk) {
        return chunk.getPayload() instanceof ChunkBytes bytes ? bytes.getData().remaining() : 0;
    }

    private LogChunk decode(byte[] value) throws UnusableRecordException {
        try {
            return serde.deserialize(topic, value);
        } catch (UnknownSchemaException e) {
            throw new UnusableRecordException(DeadLetters.UNKNOWN_SCHEMA, e.getMessage(), e);
        } catch (SerializationException e) {
            throw new UnusableRecordException(DeadLetters.UNREADABLE, e.getMessage(), e);
        }
    }

    /** A chunk under another pod's key would be joined with that pod's row, and lies in the wrong partition. */
    private static boolean speaksOfItsKey(String key, LogChunk chunk) {
        String directory = chunk.getSource().getPodDirectory();
        String cluster = chunk.getCluster();
        return key != null
                && !cluster.isEmpty()
                && !directory.isEmpty()
                && directory.indexOf('/') < 0
                && key.length() == cluster.length() + 1 + directory.length()
                && key.startsWith(cluster)
                && key.charAt(cluster.length()) == '/'
                && key.endsWith(directory);
    }
}
