package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NewlinesTest {

    @Test
    void shouldCountWhatALoopCounts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] bytes = new byte[200];
        for (int round = 0; round < 5_000; round++) {
            random.nextBytes(bytes);
            for (int i = random.nextInt(60); i > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? '\n' : '\n' ^ 0x80);
            }
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);

            int expected = 0;
            for (int i = from; i < to; i++) {
                expected += bytes[i] == '\n' ? 1 : 0;
            }
            assertThat(Newlines.count(bytes, from, to)).as("seed %d", seed).isEqualTo(expected);
        }
    }
}
