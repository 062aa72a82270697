package io.tributary.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.checkpoint.FileCheckpointStore;
import io.tributary.collector.checkpoint.SavedFile;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckpointCommandTest {

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();

    @Test
    void shouldPrintALinePerFileWhenThereIsACheckpoint() throws IOException {
        // Given
        new FileCheckpointStore(directory)
                .save(List.of(file(2, "/var/log/pods/b/c/0.log", 12, true), file(1, "/var/log/\u001B[31ma", 7, false)));

        // When
        int code = show();

        // Then
        assertThat(code).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "   ACKNOWLEDGED  STATE    GEN  FILE ID                           PATH",
                        "              7  open       0  00000000000000000000000000000001  /var/log/\\u001b[31ma",
                        "             12  finished   0  00000000000000000000000000000002  /var/log/pods/b/c/0.log",
                        "2 files, from " + directory.resolve("checkpoint"));
    }

    @Test
    void shouldFailAndSaySoWhenThereIsNone() throws IOException {
        int code = show();

        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("0 files, no usable checkpoint in " + directory);
    }

    private int show() throws IOException {
        Path config = directory.resolve("collector.properties");
        Files.writeString(config, "cluster.name=east\nkafka.bootstrap.servers=k:1\nstate.dir=" + directory + "\n");
        return new CommandLine(new CheckpointCommand(Map.of()))
                .setOut(new PrintWriter(out))
                .execute("show", "--config", config.toString());
    }

    private static SavedFile file(int id, String path, long offset, boolean finished) {
        return new SavedFile(
                new FileKey(new FileId(0, id), 0), "b", "c", 0, path, offset, new byte[0], -1, finished, 1, 0);
    }
}
