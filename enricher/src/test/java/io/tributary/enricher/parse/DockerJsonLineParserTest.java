package io.tributary.enricher.parse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.enricher.event.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerJsonLineParserTest {

    private static final String REST = ",\"stream\":\"stdout\",\"time\":\"2019-04-01T17:58:33.598656444Z\"}";

    private final ParsedLine line = new ParsedLine();

    static java.util.stream.Stream<Arguments> canonical() {
        return java.util.stream.Stream.of(
                Arguments.of("hello\\n", "hello", true),
                Arguments.of("hello", "hello", false),
                Arguments.of("", "", true),
                Arguments.of("\\n", "", true),
                Arguments.of("\\n\\n", "\n", true),
                Arguments.of("a\\nb", "a\nb", false),
                Arguments.of("a\\nb\\n", "a\nb", true),
                Arguments.of("a\\u000a", "a", true),
                Arguments.of("\\\\n", "\\n", false),
                Arguments.of("\\\"\\/\\b\\f\\r\\t\\\\", "\"/\b\f\r\t\\", false),
                Arguments.of("\\u003ca href\\u003e\\u0026", "<a href>&", false),
                Arguments.of("\\u00fc\\u20AC\\ud83d\\ude00", "\u00fc\u20ac\ud83d\ude00", false),
                Arguments.of("\u00fc\u20ac\ud83d\ude00", "\u00fc\u20ac\ud83d\ude00", false),
                Arguments.of("\\u0000", "\u0000", false),
                Arguments.of("{\\\"log\\\":\\\"x\\\\n\\\"}\\n", "{\"log\":\"x\\n\"}", true),
                Arguments.of("\u007f", "\u007f", false));
    }

    @ParameterizedTest
    @MethodSource("canonical")
    void shouldGiveTheMessageWithoutOneLevelOfEscapesWhenTheRecordIsCanonical(
            String log, String message, boolean complete) {
        // When
        boolean read = parse("{\"log\":\"" + log + "\"" + REST);

        // Then
        assertThat(read).isTrue();
        assertThat(line.message()).hasToString(message);
        assertThat(line.complete()).isEqualTo(complete);
        assertThat(line.stream()).isEqualTo(Stream.STDOUT);
        assertThat(line.time()).hasToString("2019-04-01T17:58:33.598656444Z");
        assertThat(line.replaced()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "\\ud83d\\u0041", "\\ude00\\ud83d", "\\ud83d\\n"})
    void shouldReplaceHalfAPairWhenASurrogateStandsAlone(String log) {
        // When
        boolean read = parse("{\"log\":\"" + log + "\"" + REST);

        // Then
        assertThat(read).isTrue();
        assertThat(line.replaced()).isTrue();
        assertThat(line.message().toString()).contains("\ufffd");
        assertThat(line.message().bytes()).isEqualTo(line.message().toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldKeepBytesThatAreNoUtf8WhenTheLogHasThem() {
        // Given
        byte[] bytes = ("{\"log\":\"a?b\\n\"" + REST).getBytes(StandardCharsets.UTF_8);
        bytes[9] = (byte) 0xFF;

        // When
        boolean read = new DockerJsonLineParser().parse(bytes, 0, bytes.length, line);

        // Then
        assertThat(read).isTrue();
        assertThat(line.message().bytes()).containsExactly('a', 0xFF, 'b');
        assertThat(line.message().array()).as("not copied").isSameAs(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stream\":\"stderr\",\"time\":\"2016-10-05T00:00:30.082640485Z\",\"log\":\"x\\n\"}",
                " {\t\"log\" : \"x\\n\" , \"stream\" : \"stderr\" , \"time\" : \"2016-10-05T00:00:30.082640485Z\" } \r",
                "{\"log\":\"first\\n\",\"log\":\"x\\n\",\"stream\":\"stderr\",\"time\":\"2016-10-05T00:00:30.082640485Z\"}",
                "{\"a\":[1,-2.5e+3,{\"log\":null}],\"log\":\"x\\n\",\"b\":true,\"stream\":\"stderr\",\"time\":\"2016-10-05T00:00:30.082640485Z\"}",
                "{\"l\\u006fg\":\"x\\n\",\"stream\":\"std\\u0065rr\",\"time\":\"2016-10-05T00:00:30.08264048\\u0035Z\"}",
                "{\"Log\":\"y\",\"log\":\"x\\n\",\"stream\":\"stderr\",\"time\":\"2016-10-05T00:00:30.082640485Z\",\"attrs\":null}",
            })
    void shouldReadTheRecordWhenItIsWrittenInAnotherWay(String text) {
        // When
        boolean read = parse(text);

        // Then
        assertThat(read).isTrue();
        assertThat(line.message()).hasToString("x");
        assertThat(line.complete()).isTrue();
        assertThat(line.stream()).isEqualTo(Stream.STDERR);
        assertThat(line.time()).hasToString("2016-10-05T00:00:30.082640485Z");
        assertThat(line.attrs()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{",
                "[]",
                "null",
                "{\"log\":\"x\\n\"}",
                "{\"log\":\"x\\n\",\"stream\":\"stdout\"}",
                "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":\"\"}",
                "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":\"hi!\"}",
                "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":1554141513}",
                "{\"log\":\"x\\n\",\"stream\":\"stdout\",\"time\":null}",
                "{\"stream\":\"stdout\",\"time\":\"2019-04-01T17:58:33Z\"}",
                "{\"log\":123" + REST,
                "{\"log\":null" + REST,
                "{\"log\":[\"x\"]" + REST,
                "{\"log\":\"x\\n\",\"stream\":\"console\",\"time\":\"2019-04-01T17:58:33Z\"}",
                "{\"log\":\"x\\n\",\"stream\":1,\"time\":\"2019-04-01T17:58:33Z\"}",
                "{\"log\":\"x\\n\",\"attrs\":\"tag\"" + REST,
                "{\"log\":\"x\\n\"" + REST + "x",
                "{\"log\":\"x\\n\"" + REST + "{}",
                "{\"log\":\"x\\n\"" + REST + ",",
                "{\"log\":\"shutdown...\\n\",\"stream",
                "{\"log\":\"x\\q\"" + REST,
                "{\"log\":\"x\\u12g4\"" + REST,
                "{\"log\":\"x\t\"" + REST,
                "{\"log\":\"x\\n\",\"n\":01" + REST,
                "{\"log\":\"x\\n\",\"n\":+1" + REST,
                "{\"log\":\"x\\n\",\"n\":1." + REST,
                "{\"log\":\"x\\n\",\"n\":NaN" + REST,
                "{\"log\":\"x\\n\",,\"n\":1" + REST,
                "{log:\"x\\n\"" + REST,
                "{'log':'x'" + REST,
                "\ufeff{\"log\":\"x\\n\"" + REST
            })
    void shouldRefuseWhenTheLineIsNoRecord(String text) {
        assertThat(parse(text)).isFalse();
    }

    @Test
    void shouldHaveNoStreamWhenTheRecordDoesNotTell() {
        // When
        boolean read = parse("{\"log\":\"x\\n\",\"time\":\"2019-04-01T17:58:33Z\"}");

        // Then
        assertThat(read).isTrue();
        assertThat(line.stream()).isNull();
    }

    @Test
    void shouldGiveAttributesAsTheyAreWrittenWhenThereAreSome() {
        // When
        boolean read = parse("{\"log\":\"x\\n\",\"attrs\":{\"tag\": \"a\\\"b\",\"n\":{}}" + REST);

        // Then
        assertThat(read).isTrue();
        assertThat(line.attrs()).hasToString("{\"tag\": \"a\\\"b\",\"n\":{}}");
    }

    @Test
    void shouldEndWhenJsonIsNestedWithoutEnd() {
        assertThat(parse("{\"a\":" + "[".repeat(200_000))).isFalse();
        assertThat(parse("{\"a\":" + "{\"a\":".repeat(200_000))).isFalse();
    }

    @RepeatedTest(5)
    void shouldAgreeWithAJsonLibraryWhenRecordsAreDamagedAtRandom() throws IOException {
        // Given
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ObjectMapper json = new ObjectMapper(new JsonFactory()).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        String model =
                "{\"log\":\"a\\u00e9\\\"\\\\ \\ud83d\\ude00\\n\", \"n\":[-1.5e3,{\"k\":null}],\"attrs\":{\"t\":\"v\"}"
                        + REST;
        String letters = "\\\"{}[]:,untlog09-.eE \t";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder damaged = new StringBuilder(model);
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, letters.charAt(random.nextInt(letters.length())));
                    default -> damaged.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
                }
            }
            String text = damaged.toString();

            // When
            boolean read = parse(text);

            // Then
            String wanted = message(json, text);
            assertThat(read ? line.message().toString() : null)
                    .as("%s with seed %s", text, seed)
                    .isEqualTo(wanted);
        }
    }

    /** The message that a record has by our rules, read with a library; {@code null} for no record. */
    private static String message(ObjectMapper json, String text) throws IOException {
        JsonNode node;
        try {
            node = json.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
        JsonNode stream = node.path("stream");
        JsonNode attrs = node.path("attrs");
        boolean record = node.isObject()
                && node.path("log").isTextual()
                && node.path("time").isTextual()
                && isTime(node.get("time").asText())
                && (stream.isMissingNode() || stream.isNull() || stream.asText().matches("stdout|stderr"))
                && (attrs.isMissingNode() || attrs.isNull() || attrs.isObject());
        String log = node.path("log").asText();
        // Half a surrogate pair becomes U+FFFD in this encoding too.
        log = new String(log.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE);
        return record ? log.endsWith("\n") ? log.substring(0, log.length() - 1) : log : null;
    }

    private static boolean isTime(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Rfc3339().parse(bytes, 0, bytes.length);
    }

    private boolean parse(String text) {
        byte[] bytes = ("#" + text + "\nnext").getBytes(StandardCharsets.UTF_8);
        return new DockerJsonLineParser().parse(bytes, 1, bytes.length - 5, line);
    }
}
