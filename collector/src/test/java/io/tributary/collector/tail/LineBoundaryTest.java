package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineBoundaryTest {

    @ParameterizedTest(name = "''{0}'' from {1}, at most {2}: ends at {3}")
    @CsvSource({
        "ab|cd|, 0, 100, 6", // all lines are whole
        "ab|cd|ef, 0, 100, 6", // the last line is being written
        "abcdef, 0, 100, 0", // only the beginning of a line
        "abcdef, 0, 6, 6", // a line as long as a chunk is cut
        "abcdefgh, 0, 6, 6", // a longer one too
        "ab|cdefgh, 0, 6, 3", // a long line behind a short one leaves with the next chunk
        "xx|ab|cd, 3, 100, 6", // what stands before the start does not count
        "||, 0, 100, 2", // empty lines are lines
        "'', 0, 100, 0"
    })
    void shouldCutBehindTheLastNewlineOrWhereTheChunkIsFull(String text, int start, int max, int expected) {
        byte[] bytes = text.replace('|', '\n').getBytes(StandardCharsets.US_ASCII);

        assertThat(LineBoundary.cut(bytes, start, bytes.length, max)).isEqualTo(expected);
    }

    @Test
    void shouldMakeProgressWheneverAChunkIsFull() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(50)];
            for (int k = 0; k < bytes.length; k++) {
                bytes[k] = (byte) (random.nextInt(8) == 0 ? '\n' : 'x');
            }
            int max = 1 + random.nextInt(bytes.length);

            int cut = LineBoundary.cut(bytes, 0, bytes.length, max);

            assertThat(cut).as("seed %d", seed).isBetween(1, max);
        }
    }
}
