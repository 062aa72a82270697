package io.tributary.collector.publish;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.Gap;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.chunk.RawRecord;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.FileId;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.StillHere;
import java.time.Instant;

/** Turns what is said of a file into the bytes of a raw record. */
final class LogChunkEncoder {

    private final String cluster;
    private final String node;
    private final String topic;
    private final SingleObjectSerde<LogChunk> serde = SingleObjectSerde.logChunk();

    LogChunkEncoder(PublishConfig config) {
        this.cluster = config.cluster();
        this.node = config.node();
        this.topic = config.topic().name();
    }

    byte[] encode(RawRecord record) {
        return serde.serialize(topic, logChunk(record));
    }

    private LogChunk logChunk(RawRecord record) {
        LogSource from = record.source();
        ContainerLog source = new ContainerLog(
                from.podDirectory(),
                from.container(),
                from.restart(),
                from.containerId(),
                from.linkPath(),
                from.podLogPath(),
                new FileId(record.file().id().bytes()),
                record.file().generation());
        return new LogChunk(
                cluster, node, source, record.offset(), Instant.ofEpochMilli(record.readTime()), payload(record));
    }

    private static Object payload(RawRecord record) {
        if (record instanceof Chunk chunk) {
            return new ChunkBytes(chunk.startsAtLine(), chunk.data());
        }
        if (record instanceof Gap gap) {
            return new ChunkGap(
                    gap.knownEnd() < 0 ? null : gap.knownEnd(),
                    gap.lowerBound(),
                    gap.cause().label());
        }
        if (record instanceof EndOfFile end) {
            return new io.tributary.schemas.record.EndOfFile(
                    end.sizeKnown() ? end.offset() : null, end.gone(), end.instanceOver());
        }
        return new StillHere();
    }
}
