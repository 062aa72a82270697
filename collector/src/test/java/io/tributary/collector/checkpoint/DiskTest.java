package io.tributary.collector.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {

    @TempDir
    private Path directory;

    @Test
    void shouldNotTouchTheFileThatIsThereWhenWritingAnew() throws IOException {
        // Given: a file whose sync may have failed
        Path path = Files.write(directory.resolve("checkpoint.tmp"), new byte[] {1, 2, 3});
        try (FileChannel before = FileChannel.open(path)) {

            // When
            Disk.node().write(path, new byte[] {4});

            // Then
            ByteBuffer content = ByteBuffer.allocate(3);
            assertThat(before.read(content, 0)).isEqualTo(3);
            assertThat(content.array()).containsExactly(1, 2, 3);
            assertThat(Disk.node().read(path)).containsExactly(4);
        }
    }
}
