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
import io.tributary.schemas.record.WatcherHeartbeat;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.data.TimeConversions;
import org.apache.avro.specific.SpecificData;

/**
 * Finds the generated class of a schema in a closed list.
 * Avro's own way loads any class that a schema names, and since 1.12.2 only if a setting of the whole JVM trusts it.
 */
final class RecordModel extends SpecificData {

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
                    NamespaceFacts.class,
                    WatcherHeartbeat.class)
            .collect(Collectors.toUnmodifiableMap(Class::getName, type -> type));

    RecordModel() {
        super(RecordModel.class.getClassLoader());
        addLogicalTypeConversion(new TimeConversions.TimestampMillisConversion());
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class getClass(Schema schema) {
        return switch (schema.getType()) {
            case RECORD, FIXED, ENUM -> CLASSES.get(schema.getFullName());
            default -> super.getClass(schema);
        };
    }
}
