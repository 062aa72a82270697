package io.tributary.enricher.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainRunTest {

    private static final byte[] SOME = {' ', '!', '#', 'a', '[', ']', '~', 0x7F, '2', 'z'};

    @Test
    void shouldStopAtTheFirstByteThatIsNotPlainWhereverItStands() {
        // Given
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(40)];
            for (int n = 0; n < bytes.length; n++) {
                bytes[n] = (byte) (random.nextInt(10) == 0 ? random.nextInt(256) : SOME[random.nextInt(SOME.length)]);
            }
            int from = random.nextInt(bytes.length);
            int to = from + random.nextInt(bytes.length - from + 1);

            // When
            int found = PlainRun.end(bytes, from, to);

            // Then
            int wanted = from;
            while (wanted < to && bytes[wanted] >= 0x20 && bytes[wanted] != '"' && bytes[wanted] != '\\') {
                wanted++;
            }
            assertThat(found).as("seed %s", seed).isEqualTo(wanted);
        }
    }
}
