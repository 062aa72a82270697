package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedFileTest {

    private static final int MAX_BYTES = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void shouldGiveTheSameBytesAsTheFileItWasMadeOfWhereverItIsRead() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] content = new byte[700_000];
        random.nextBytes(content);
        try (CompressedFile file = open(compressed(content))) {
            for (int i = 0; i < 300; i++) {
                int offset = random.nextInt(content.length + 1000);
                int length = 1 + random.nextInt(TailConfig.MAX_BYTES);
                ByteBuffer target = ByteBuffer.allocate(length);

                int n = file.read(offset, target);

                int end = Math.max(Math.min(content.length, offset + length), Math.min(offset, content.length));
                byte[] expected = Arrays.copyOfRange(content, Math.min(offset, content.length), end);
                assertThat(n).as("seed %d", seed).isEqualTo(expected.length);
                assertThat(Arrays.copyOf(target.array(), n)).isEqualTo(expected);
            }
        }
    }

    @Test
    void shouldKnowItsSizeOnceTheEndWasRead() throws IOException {
        try (CompressedFile file = open(compressed(new byte[1000]))) {
            assertThat(file.size()).isEqualTo(Long.MAX_VALUE);

            file.read(900, ByteBuffer.allocate(200));

            assertThat(file.size()).isEqualTo(1000);
        }
    }

    @Test
    void shouldEndAtItsLimitAndSayThatTheContentGoesOn() throws IOException {
        try (CompressedFile file = open(compressed(new byte[3 * MAX_BYTES]))) {
            int n = file.read(MAX_BYTES - 100, ByteBuffer.allocate(500));

            assertThat(n).isEqualTo(100);
            assertThat(file.size()).isEqualTo(MAX_BYTES);
            assertThat(file.isCut()).isTrue();
        }
    }

    @Test
    void shouldNotSayThatTheContentGoesOnWhenItEndsAtTheLimit() throws IOException {
        try (CompressedFile file = open(compressed(new byte[MAX_BYTES]))) {
            file.read(MAX_BYTES - 100, ByteBuffer.allocate(500));

            assertThat(file.size()).isEqualTo(MAX_BYTES);
            assertThat(file.isCut()).isFalse();
        }
    }

    private static CompressedFile open(Path path) throws IOException {
        return new CompressedFile(FileChannel.open(path), MAX_BYTES);
    }

    private Path compressed(byte[] content) throws IOException {
        Path path = folder.resolve("0.log.20240101-000000.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(content);
        }
        return path;
    }
}
