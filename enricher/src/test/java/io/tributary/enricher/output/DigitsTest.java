package io.tributary.enricher.output;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DigitsTest {

    static LongStream numbers() {
        Random random = new Random(7);
        LongStream edges = LongStream.of(
                0, 9, 10, 99, Integer.MAX_VALUE, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, -1, Long.MIN_VALUE);
        LongStream powers = LongStream.iterate(1, power -> power * 10).limit(19).flatMap(p -> LongStream.of(p - 1, p));
        LongStream any = LongStream.generate(() -> random.nextLong() >>> random.nextInt(64))
                .limit(200);
        return LongStream.concat(edges, LongStream.concat(powers, any));
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void shouldWriteWhatJavaWrites(long number) {
        // Given
        byte[] out = new byte[Digits.LONGEST];

        // When
        int end = Digits.write(number, out, 0);

        // Then
        assertThat(new String(out, 0, end, US_ASCII)).isEqualTo(Long.toString(number));
        assertThat(Digits.length(number)).isEqualTo(end);
    }

    @ParameterizedTest
    @CsvSource({"5,4,0005", "0,2,00", "123456,3,456", "12345678901234,5,01234", "4294967296,12,004294967296"})
    void shouldPadWithZerosAndKeepTheLastDigits(long number, int digits, String expected) {
        // Given
        byte[] out = new byte[digits];

        // When
        int end = Digits.writePadded(number, out, 0, digits);

        // Then
        assertThat(new String(out, 0, end, US_ASCII)).isEqualTo(expected);
    }
}
