package io.tributary.enricher.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    private static final DateTimeFormatter WRITTEN = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnnXXX");

    private final Rfc3339 time = new Rfc3339();

    @ParameterizedTest
    @CsvSource({
        "2016-10-20T18:39:20.57606443Z, 2016-10-20T18:39:20.576064430Z",
        "2016-10-20T18:39:20Z, 2016-10-20T18:39:20Z",
        "2021-02-01t16:45:03.01231z, 2021-02-01T16:45:03.012310Z",
        "2024-04-13T07:59:37.505201169-10:00, 2024-04-13T17:59:37.505201169Z",
        "2024-05-01T02:00:00+05:45, 2024-04-30T20:15:00Z",
        "2024-05-01T02:00:00-00:00, 2024-05-01T02:00:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999999Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2017-01-01T01:59:60.5+02:00, 2017-01-01T00:00:00.5Z",
        "2024-05-01T00:00:00.1234567899Z, 2024-05-01T00:00:00.123456789Z",
    })
    void shouldReadTheInstantWhenTheTimestampIsValid(String text, String instant) {
        // When
        boolean read = parse(text);

        // Then
        assertThat(read).isTrue();
        assertThat(Instant.ofEpochSecond(time.epochSecond(), time.nano())).isEqualTo(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hi!",
                "3242",
                "2024-01-01T00:00:00.000000000",
                "2024-01-01T00:00:00",
                "2024-01-01 00:00:00Z",
                "2024-1-01T00:00:00.0Z",
                "2024-13-01T00:00:00Z",
                "2024-00-01T00:00:00Z",
                "2024-04-31T00:00:00Z",
                "2024-01-00T00:00:00Z",
                "2023-02-29T00:00:00Z",
                "1900-02-29T00:00:00Z",
                "2024-01-01T24:00:00Z",
                "2024-01-01T00:60:00Z",
                "2024-01-01T00:00:61Z",
                "2024-01-01T00:00:60Z",
                "2024-01-01T00:00:00.Z",
                "2024-01-01T00:00:00,5Z",
                "2024-01-01T00:00:00.5",
                "2024-01-01T00:00:00+0200",
                "2024-01-01T00:00:00+24:00",
                "2024-01-01T00:00:00+02:60",
                "2024-01-01T00:00:00+02:0",
                "2024-01-01T00:00:00ZZ",
                "2024-01-01T00:00:00Z ",
                "+024-01-01T00:00:00Z",
                "2024-01-01T00:00:0/Z"
            })
    void shouldRefuseWhenItIsNoTimestamp(String text) {
        assertThat(parse(text)).isFalse();
    }

    @RepeatedTest(20)
    void shouldAgreeWithTheJdkWhenTheTimestampIsRandom() {
        // Given
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            OffsetDateTime any = OffsetDateTime.ofInstant(
                    Instant.ofEpochSecond(
                            random.nextLong(-62_000_000_000L, 253_000_000_000L), random.nextInt(1_000_000_000)),
                    ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1000, 1000)));
            String text = WRITTEN.format(any);

            // When
            boolean read = parse(text);

            // Then
            assertThat(read).as("%s with seed %s", text, seed).isTrue();
            assertThat(Instant.ofEpochSecond(time.epochSecond(), time.nano()))
                    .as("%s with seed %s", text, seed)
                    .isEqualTo(any.toInstant());
        }
    }

    private boolean parse(String text) {
        byte[] bytes = ("x" + text + "x").getBytes(StandardCharsets.UTF_8);
        return time.parse(bytes, 1, bytes.length - 1);
    }
}
