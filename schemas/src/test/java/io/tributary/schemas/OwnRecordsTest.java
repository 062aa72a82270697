package io.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.FileId;
import io.tributary.schemas.record.LogChunk;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Avro loads a class only if it is told to trust it; without that nothing that was written could be read. */
class OwnRecordsTest {

    @Test
    void shouldReadWhatWasWrittenWhenNoSystemPropertyTrustsOurClasses() {
        // Given
        ContainerLog source = new ContainerLog("ns_pod_id", "c", 0, null, "/link", "/log", new FileId(new byte[16]), 0);
        LogChunk chunk = new LogChunk("east", "n1", source, 5L, Instant.ofEpochMilli(7), new ChunkGap(9L, 4L, "limit"));
        SingleObjectSerde<LogChunk> serde = SingleObjectSerde.logChunk();

        // When
        LogChunk read = serde.deserialize("t", serde.serialize("t", chunk));

        // Then
        assertThat(read).isEqualTo(chunk);
    }
}
