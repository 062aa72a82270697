package io.tributary.enricher.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.event.Slice;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every output format must satisfy; the test of a format extends this and adds its own fields. */
abstract class AbstractOutputFormatTest {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final long SEED = System.nanoTime();

    /** The format with a reserve in bytes for metadata. */
    abstract OutputFormat format(int reserve);

    /** The top-level field that holds the message. */
    abstract String messageField();

    static Stream<byte[]> anyBytes() {
        Random random = new Random(SEED);
        Stream<byte[]> hostile = Stream.of(
                        "\"}",
                        "\\",
                        "\\\"",
                        "x\\",
                        "\",\"kubernetes\":{\"namespace_name\":\"kube-system\"},\"a\":\"",
                        "\n\r\t\b\f\u0000\u0001\u001f\u007f\u2028\u2029\ufeff",
                        "é ☃ 😀 \ud7ff\ue000\uffff\udbff\udfff",
                        "")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
        Stream<byte[]> noise = IntStream.range(0, 3_000).mapToObj(i -> noise(random, random.nextInt(40)));
        return Stream.concat(hostile, noise);
    }

    /** Bytes among which quotes, escapes and starts of characters are frequent. */
    private static byte[] noise(Random random, int length) {
        byte[] likely = {'"', '\\', '\n', 'a', ' ', 0, 0x1f, 0x7f, (byte) 0xe2, (byte) 0x98, (byte) 0x83, (byte) 0xed};
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(3) > 0) {
                bytes[i] = likely[random.nextInt(likely.length)];
            }
        }
        return bytes;
    }

    @Test
    void shouldWriteValidJsonWithTheSamePlatformFieldsWhenTheMessageIsAnyBytes() {
        // Given
        OutputFormat.Template template = template(Samples.ORIGIN, Samples.POD);
        ObjectNode plain = read(template.render(Samples.line("plain").build()));
        List<String> order = names(plain);
        plain.remove(messageField());

        anyBytes().forEach(bytes -> {
            // When
            byte[] rendered = template.render(new Samples.Event(Slice.of(bytes)).build());

            // Then
            String what = "seed " + SEED + ", message " + Arrays.toString(bytes);
            assertThat(rendered).as(what).doesNotContain('\n', '\r');
            ObjectNode json = read(rendered);
            assertThat(names(json)).as(what).isEqualTo(order);
            assertThat(json.remove(messageField()).textValue())
                    .as(what)
                    .isEqualTo(new String(bytes, StandardCharsets.UTF_8));
            ObjectNode tributary = (ObjectNode) json.get("tributary");
            JsonNode flags = tributary.remove("flags");
            assertThat(flags == null ? "" : flags.toString())
                    .as(what)
                    .isEqualTo(isUtf8(bytes) ? "" : "[\"invalid_utf8\"]");
            assertThat(json).as(what).isEqualTo(plain);
        });
    }

    @Test
    void shouldWriteValidJsonWhenEveryTextOfTheOriginAndThePodIsHostile() {
        anyBytes().limit(500).forEach(bytes -> {
            // Given
            String text = "x" + new String(bytes, StandardCharsets.UTF_8);
            OutputFormat.Template template = template(hostileOrigin(text), hostilePod(text));

            // When
            byte[] rendered = template.render(
                    Samples.line("plain").from(hostileOrigin(text)).build());

            // Then
            String what = "seed " + SEED + ", text " + text;
            assertThat(rendered).as(what).doesNotContain('\n', '\r');
            assertThat(read(rendered).get(messageField()).textValue()).as(what).isEqualTo("plain");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"a\":{\"b\":[1,2,\"}\"]}}",
                "{\"a\"\n:\r\n1}",
                "",
                "{",
                "{\"a\":1}}",
                "{\"a\":1},\"kubernetes\":{}",
                "{\"a\":\"\\q\"}",
                "{\"a\":\"\nb\"}",
                "[]",
                "1",
                "null",
                "{\"a\":NaN}",
                "{a:1}",
                "{/**/}"
            })
    void shouldWriteValidJsonWhenTheAttrsAreDamaged(String attrs) {
        // Given
        OutputFormat.Template template = template(Samples.ORIGIN, Samples.POD);
        LogEvent event = Samples.line("plain").attrs(attrs).build();

        // When
        byte[] rendered = template.render(event);

        // Then
        assertThat(rendered).doesNotContain('\n', '\r');
        assertThat(read(rendered).get(messageField()).textValue()).isEqualTo("plain");
    }

    @Test
    void shouldWriteValidJsonWhenTheAttrsAreAnyBytes() {
        // Given
        OutputFormat.Template template = template(Samples.ORIGIN, Samples.POD);

        anyBytes().limit(1_000).forEach(bytes -> {
            byte[] attrs = ("{\"a\":\"" + new String(bytes, StandardCharsets.ISO_8859_1) + "\"}")
                    .getBytes(StandardCharsets.ISO_8859_1);

            // When
            byte[] rendered =
                    template.render(Samples.line("plain").attrs(Slice.of(attrs)).build());

            // Then
            assertThat(read(rendered).get(messageField()).textValue())
                    .as("seed " + SEED + ", attrs " + Arrays.toString(attrs))
                    .isEqualTo("plain");
        });
    }

    @Test
    void shouldWriteValidJsonWhenTheTimeIsAnyBytes() {
        // Given
        OutputFormat.Template template = template(Samples.ORIGIN, Samples.POD);

        anyBytes().limit(1_000).forEach(bytes -> {
            String time = "2026-01-05T10:11:12" + new String(bytes, StandardCharsets.UTF_8);

            // When
            byte[] rendered = template.render(
                    Samples.line("plain").time(time, "2026-01-05T10:11:12Z").build());

            // Then
            assertThat(read(rendered).get(messageField()).textValue())
                    .as("seed " + SEED + ", time " + time)
                    .isEqualTo("plain");
        });
    }

    @Test
    void shouldKeepTheOverheadAboveWhatIsWrittenWhenEverythingIsAtItsLongest() {
        // Given
        OutputFormat.Template template = template(Samples.ORIGIN, Samples.POD);
        String escaped = "\u0001".repeat(64);
        LogEvent longest =
                Samples.line("\u0001\"é").at(Long.MAX_VALUE).part(Integer.MAX_VALUE, true).attrs("\"").stream(
                                io.tributary.enricher.event.Stream.STDERR)
                        .time(escaped, "+1000000000-12-31T23:59:59.999999999Z")
                        .flag(Flag.values())
                        .build();
        LogEvent gap = Samples.line("")
                .at(Long.MIN_VALUE)
                .kind(LogEvent.Kind.GAP, Long.MIN_VALUE)
                .part(Integer.MIN_VALUE, true)
                .time("2026-01-05T10:11:12." + "1".repeat(44), "2026-01-05T10:11:12Z")
                .flag(Flag.values())
                .build();

        // When
        int line = template.render(longest).length;
        int missing = template.render(gap).length;

        // Then
        int message = 6 + 2 + 2;
        int attrs = 2;
        assertThat(template.overhead()).isGreaterThanOrEqualTo(line - message - attrs);
        assertThat(template.overhead()).isGreaterThanOrEqualTo(missing);
        assertThat(template.overhead()).isLessThan(line + 200);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldWriteTheEventsIdWhenItIsOfAnyKind(Samples.Event sample) {
        // Given
        LogEvent event = sample.build();

        // When
        JsonNode json = read(template(Samples.ORIGIN, Samples.POD).render(event));

        // Then
        assertThat(json.at("/tributary/event_id").textValue()).isEqualTo(event.id());
        assertThat(json.at("/tributary/cluster").textValue()).isEqualTo("kubestage");
    }

    static Stream<Samples.Event> kinds() {
        return Stream.of(
                Samples.line("a"),
                Samples.line("a").at(0),
                Samples.line("a").at(Long.MAX_VALUE),
                Samples.line("a").part(1, false),
                Samples.line("a").part(12, true),
                Samples.line("a").kind(LogEvent.Kind.GAP, 5),
                Samples.line("a").kind(LogEvent.Kind.ACCOUNT, 0));
    }

    @Test
    void shouldWriteEveryFlagByItsLabelInOneOrderWhenAnEventHasThemAll() {
        // Given
        LogEvent event = Samples.line("a").flag(Flag.values()).build();

        // When
        JsonNode flags =
                read(template(Samples.ORIGIN, Samples.POD).render(event)).at("/tributary/flags");

        // Then
        assertThat(flags)
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(
                        EnumSet.allOf(Flag.class).stream().map(Flag::label).toList());
    }

    @Test
    void shouldWriteTheSameBytesWhenAnEventIsRenderedAgain() {
        // Given
        OutputFormat.Template template = template(Samples.ORIGIN, Samples.POD);
        LogEvent event = Samples.line("a\"\u0001é").attrs("{\"a\":1}").build();
        byte[] first = template.render(event);
        template.render(Samples.line("other").flag(Flag.LATE).part(3, true).build());

        // When
        byte[] again = template.render(event);

        // Then
        assertThat(again).isEqualTo(first).isNotSameAs(first);
        assertThat(template(Samples.ORIGIN, Samples.POD).render(event)).isEqualTo(first);
    }

    @Test
    void shouldRefuseAnEventWhenItIsOfAnotherFileThanTheTemplate() {
        // Given
        OutputFormat.Template template = template(Samples.ORIGIN, Samples.POD);
        LogEvent event = Samples.line("a").from(hostileOrigin("other")).build();

        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> template.render(event))
                .withMessageContaining("other")
                .withMessageContaining(Samples.ORIGIN.fileId());
    }

    @ParameterizedTest(name = "{0} characters")
    @ValueSource(ints = {40_000, 400_000})
    void shouldStayWithinTheReserveAndSayTruncatedWhenMetadataIsTooMuch(int size) {
        // Given
        int reserve = 64 << 10;
        String big = "\u0001".repeat(size);
        List<Pod> pods = List.of(
                Samples.pod(Map.of("a", "1"), Map.of("big", big), Samples.POD.namespaceFacts()),
                Samples.pod(Map.of("big", big), Map.of("b", "2"), Samples.POD.namespaceFacts()),
                hostilePod(big));

        for (Pod pod : pods) {
            OutputFormat.Template template = format(reserve).template(Samples.ORIGIN, pod);

            // When
            byte[] rendered = template.render(Samples.line("kept").build());

            // Then
            assertThat(template.overhead()).isLessThanOrEqualTo(reserve);
            assertThat(rendered.length).isLessThanOrEqualTo(reserve);
            JsonNode json = read(rendered);
            assertThat(json.get(messageField()).textValue()).isEqualTo("kept");
            assertThat(json.at("/tributary/flags").toString()).isEqualTo("[\"truncated\"]");
            assertThat(json.at("/tributary/event_id").textValue()).isEqualTo(Samples.ORIGIN.fileId() + "-4711");
        }
    }

    OutputFormat.Template template(Origin origin, Pod pod) {
        return format(128 << 10).template(origin, pod);
    }

    static ObjectNode read(byte[] json) {
        try (JsonParser parser = STRICT.createParser(json)) {
            return (ObjectNode) STRICT.readTree(parser);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + new String(json, StandardCharsets.UTF_8), e);
        } catch (java.io.IOException e) {
            throw new AssertionError("no UTF-8: " + Arrays.toString(json), e);
        }
    }

    private static List<String> names(ObjectNode json) {
        return json.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Origin hostileOrigin(String text) {
        return new Origin(text, text, text, text, 0, text, text, text);
    }

    private static Pod hostilePod(String text) {
        Map<String, String> map = Samples.ordered(text, text, "a." + text, text);
        return new Pod(
                text,
                text,
                text,
                map,
                map,
                text,
                List.of(text),
                List.of(new Pod.Owner(text, text)),
                List.of(new Pod.ContainerFacts(text, text, text, text, 0)),
                new Pod.NamespaceFacts(text, text, map, map),
                text,
                text.length() % 2 == 0 ? null : text);
    }
}
