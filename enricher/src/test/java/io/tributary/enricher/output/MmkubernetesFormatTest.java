package io.tributary.enricher.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.event.Stream;
import io.tributary.enricher.metadata.PathOnlyPod;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MmkubernetesFormatTest extends AbstractOutputFormatTest {

    private static final Pod UNKNOWN = PathOnlyPod.of(Samples.ORIGIN.podDirectory(), "no row within 10 s");

    @Override
    OutputFormat format(int reserve) {
        return new MmkubernetesFormat(MmkubernetesFormat.DEFAULT_PROGRAM, reserve);
    }

    @Override
    String messageField() {
        return "log";
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("golden")
    void shouldWriteTheGoldenBytesWhenRendering(String name, Pod pod, Samples.Event sample) throws IOException {
        // Given
        LogEvent event = sample.build();
        OutputFormat.Template template = template(event.origin(), pod);

        // When
        byte[] rendered = template.render(event);

        // Then
        assertThat(new String(rendered, StandardCharsets.UTF_8)).isEqualTo(golden(name));
    }

    static java.util.stream.Stream<Arguments> golden() {
        return java.util.stream.Stream.of(
                Arguments.of("line", Samples.POD, Samples.line("GET /cart 200")),
                Arguments.of(
                        "escapes",
                        Samples.POD,
                        Samples.line("tab\tback\\slash \"quote\" é ☃ 😀 <tag> & \u0007 \u001b[31mred\u2028").stream(
                                Stream.STDERR)),
                Arguments.of("attrs", Samples.POD, Samples.line("x").attrs("{\"tag\": \"x\"}")),
                Arguments.of(
                        "offset-time",
                        Samples.POD,
                        Samples.line("x").time("2026-01-01T00:30:00.1200+02:00", "2025-12-31T22:30:00.12Z")),
                Arguments.of("invalid-utf8", Samples.POD, new Samples.Event(Slice.of(new byte[] {
                    'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x98
                }))),
                Arguments.of(
                        "unparsed",
                        Samples.POD,
                        Samples.line("no runtime wrote this").stream(null)
                                .time(null, "2026-01-05T10:11:12.007Z")
                                .flag(Flag.UNPARSED)),
                Arguments.of("part", Samples.POD, Samples.line("one of ").part(1, false)),
                Arguments.of("last-part", Samples.POD, Samples.line("two").part(2, true)),
                Arguments.of(
                        "gap",
                        Samples.POD,
                        Samples.line("1048576 bytes of 0.log are missing: truncated")
                                .kind(LogEvent.Kind.GAP, 1_048_576)
                                .stream(null)
                                .time(null, "2026-01-05T10:11:12.007Z")
                                .flag(Flag.GAP)),
                Arguments.of(
                        "account",
                        Samples.POD,
                        Samples.line("0.log ended at 4711 bytes").kind(LogEvent.Kind.ACCOUNT, 0).stream(null)
                                .time(null, "2026-01-05T10:11:12.007Z")
                                .flag(Flag.ACCOUNTING)),
                Arguments.of("path-only", UNKNOWN, Samples.line("x").from(withoutContainerId())),
                Arguments.of("incomplete", Samples.pod(Map.of("app", "cart"), Map.of(), null), Samples.line("x")),
                Arguments.of(
                        "keys",
                        Samples.pod(
                                Samples.ordered("a.b", "dotted", "a_b", "under", "c.d_e", "first", "c_d.e", "second"),
                                Samples.ordered("prometheus.io/port", "9102"),
                                new Pod.NamespaceFacts(
                                        "uid", null, Map.of(), Samples.ordered("field.cattle.io/x", "y"))),
                        Samples.line("x").flag(Flag.NODE_MISMATCH, Flag.LATE)));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", textBlock = """
        2026-01-05T10:11:12Z,                     2026-01-05T10:11:12Z,           2026-01-05T10:11:12Z
        2026-01-05T10:11:12.5Z,                   2026-01-05T10:11:12.5Z,         2026-01-05T10:11:12.5Z
        2026-01-05t10:11:12.500z,                 2026-01-05T10:11:12.5Z,         2026-01-05T10:11:12.500Z
        2026-01-05T10:11:12.123456789+00:00,      2026-01-05T10:11:12.123456789Z, 2026-01-05T10:11:12.123456789Z
        2026-03-01T00:15:00.10+05:30,             2026-02-28T18:45:00.1Z,         2026-02-28T18:45:00.10Z
        2024-02-29T20:00:00-08:00,                2024-03-01T04:00:00Z,           2024-03-01T04:00:00Z
        2016-12-31T23:59:60.25Z,                  2017-01-01T00:00:00.25Z,        2017-01-01T00:00:00.25Z
        9999-12-31T23:59:59-01:00,                +10000-01-01T00:59:59Z,         9999-12-31T23:59:59Z
        0000-01-01T00:00:00+01:00,                -0001-12-31T23:00:00Z,          0000-01-01T00:00:00Z
        yesterday,                                2026-01-05T10:11:12.007Z,       2026-01-05T10:11:12.007Z
        -,                                        2026-01-05T10:11:12Z,           2026-01-05T10:11:12.000Z
        -,                                        2026-01-05T10:11:12.123456789Z, 2026-01-05T10:11:12.123456789Z
        -,                                        1969-12-31T23:59:59.999Z,       1969-12-31T23:59:59.999Z
        -,                                        1900-02-28T23:59:59.001Z,       1900-02-28T23:59:59.001Z
        """)
    void shouldWriteTheTimeInUtcAndTheWrittenOneBesideItWhenRendering(String written, String instant, String utc) {
        // Given
        LogEvent event = Samples.line("x").time(written, instant).build();

        // When
        JsonNode json = read(template(Samples.ORIGIN, Samples.POD).render(event));

        // Then
        assertThat(json.get("timestamp").textValue()).isEqualTo(utc);
        assertThat(json.get("rsyslog.timereported").textValue()).isEqualTo(utc);
        assertThat(json.path("time").textValue()).isEqualTo(written);
    }

    @Test
    void shouldCountCollisionsWhenKeysDifferByDotsOnly() {
        // Given
        Map<String, String> labels = Samples.ordered("a.b", "dotted", "a_b", "under", "c.d_e", "1", "c_d.e", "2");

        // When
        OutputFormat.Template template =
                template(Samples.ORIGIN, Samples.pod(labels, labels, Samples.POD.namespaceFacts()));

        // Then
        assertThat(template.collisions()).isEqualTo(4);
        assertThat(template(Samples.ORIGIN, Samples.POD).collisions()).isZero();
    }

    @Test
    void shouldDropAnnotationsFirstAndLabelsNextWhenMetadataIsTooMuch() {
        // Given
        String big = "x".repeat(70_000);
        Pod annotated = Samples.pod(Map.of("a", "1"), Map.of("big", big), Samples.POD.namespaceFacts());
        Pod labelled = Samples.pod(Map.of("big", big), Map.of("b", "2"), Samples.POD.namespaceFacts());

        // When
        JsonNode withLabels = kubernetes(annotated);
        JsonNode withNeither = kubernetes(labelled);

        // Then
        assertThat(withLabels.has("annotations")).isFalse();
        assertThat(withLabels.get("labels").toString()).isEqualTo("{\"a\":\"1\"}");
        assertThat(withNeither.has("annotations")).isFalse();
        assertThat(withNeither.has("labels")).isFalse();
        assertThat(withNeither.has("namespace_labels")).isFalse();
        assertThat(withNeither.get("pod_name").textValue()).isEqualTo(Samples.POD.name());
    }

    @Test
    void shouldWriteTheConfiguredProgramWhenItIsAnother() {
        // Given
        OutputFormat format = new MmkubernetesFormat("tributary", MmkubernetesFormat.DEFAULT_RESERVE);

        // When
        JsonNode json = read(format.template(Samples.ORIGIN, Samples.POD)
                .render(Samples.line("x").build()));

        // Then
        assertThat(json.get("program").textValue()).isEqualTo("tributary");
        assertThat(json.get("rsyslog.programname").textValue()).isEqualTo("tributary");
        assertThat(format.name()).isEqualTo("mmkubernetes");
    }

    @Test
    void shouldRefuseTheReserveOrTheProgramWhenNoTemplateCouldKeepIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MmkubernetesFormat("p", 65_535))
                .withMessageContaining("65535")
                .withMessageContaining("65536 or more");
        assertThatIllegalArgumentException().isThrownBy(() -> new MmkubernetesFormat("", 1 << 20));
        assertThatIllegalArgumentException().isThrownBy(() -> new MmkubernetesFormat("p".repeat(513), 1 << 20));
    }

    private JsonNode kubernetes(Pod pod) {
        return read(format(64 << 10)
                        .template(Samples.ORIGIN, pod)
                        .render(Samples.line("x").build()))
                .get("kubernetes");
    }

    private static Origin withoutContainerId() {
        Origin origin = Samples.ORIGIN;
        return new Origin(
                origin.cluster(),
                origin.node(),
                origin.podDirectory(),
                origin.container(),
                origin.restart(),
                null,
                "/var/log/containers/cart-5d78c9869d-abcde_shop_cart.log",
                origin.fileId());
    }

    private static String golden(String name) throws IOException {
        String path = "/golden/mmkubernetes/" + name + ".json";
        try (InputStream in = MmkubernetesFormatTest.class.getResourceAsStream(path)) {
            assertThat(in).as("golden file " + path).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
