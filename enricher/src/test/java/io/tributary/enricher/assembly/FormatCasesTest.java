package io.tributary.enricher.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The independent cases of container log formats, each run as one file through the assembler, cut in several ways. */
class FormatCasesTest {

    /** Optional cases that document another choice than ours; the line then goes on unparsed, whole. */
    private static final Map<String, String> DECIDED_OTHERWISE = Map.of(
            "fmt-029", "a CRI line without tag is no record: its text could begin with P or F",
            "fmt-068", "a Docker record without time is no record",
            "fmt-103", "a CRI line without tag is no record: its text could begin with P or F");

    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Arguments> cases() throws IOException {
        try (InputStream in = FormatCasesTest.class.getResourceAsStream("/acceptance/container-format-cases.jsonl")) {
            String all = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            List<Arguments> cases = new ArrayList<>();
            for (String line : all.lines().toList()) {
                JsonNode node = JSON.readTree(line);
                for (int cut : new int[] {Integer.MAX_VALUE, 1000, 13}) {
                    cases.add(Arguments.of(node.get("id").asText(), cut, node));
                }
            }
            return cases.stream();
        }
    }

    @ParameterizedTest(name = "{0} in chunks of {1}")
    @MethodSource("cases")
    void shouldGiveTheExpectedRecordsWhenTheLinesAreReadAsOneFile(String id, int cut, JsonNode given) {
        // Given
        List<byte[]> lines = inputs(given);
        AssembledFile file = new AssembledFile(limits(given));

        // When
        feed(file, lines, cut);
        List<LogEvent> complete = List.copyOf(file.events);
        long size = lines.stream().mapToLong(line -> line.length + 1L).sum();
        file.end(size, true, true);
        List<LogEvent> open = file.events.subList(complete.size(), file.events.size());

        // Then
        if (DECIDED_OTHERWISE.containsKey(id)) {
            assertThat(complete).allMatch(event -> event.flags().contains(Flag.UNPARSED));
            assertThat(complete).extracting(event -> event.message().toString()).isEqualTo(texts(lines));
            return;
        }
        List<LogEvent> parsed = complete.stream()
                .filter(event -> !event.flags().contains(Flag.UNPARSED))
                .toList();
        assertRecords(given.path("expect"), parsed);
        assertRecords(given.path("pending"), open);
        assertThat(open).allMatch(event -> event.flags().contains(Flag.UNTERMINATED));
        assertThat(complete)
                .filteredOn(event -> event.flags().contains(Flag.UNPARSED))
                .extracting(event -> event.message().toString())
                .isEqualTo(unreadable(given, lines));
        if ("drop".equals(given.path("oversize").asText())) {
            assertThat(file.sum(Assembled.Tally::oversize)).isEqualTo(1);
        }
        assertThat(file.store.keySet()).allMatch(key -> key.startsWith("f/"));
    }

    private static void assertRecords(JsonNode expected, List<LogEvent> actual) {
        assertThat(actual).hasSize(expected.size());
        for (int i = 0; i < actual.size(); i++) {
            JsonNode wanted = expected.get(i);
            LogEvent event = actual.get(i);
            assertThat(event.stream().label()).isEqualTo(wanted.get("stream").asText());
            assertThat(Instant.ofEpochSecond(event.epochSecond(), event.nano()))
                    .isEqualTo(Instant.parse(wanted.get("time").asText()));
            if (wanted.has("message_b64")) {
                assertThat(event.message().bytes())
                        .isEqualTo(Base64.getDecoder()
                                .decode(wanted.get("message_b64").asText()));
            } else {
                assertThat(event.message().toString())
                        .isEqualTo(wanted.get("message").asText());
            }
            assertThat(event.flags().contains(Flag.TRUNCATED))
                    .isEqualTo(wanted.path("truncated").asBoolean(false));
            assertThat(event.attrs() == null ? null : tree(event.attrs().toString()))
                    .isEqualTo(wanted.get("attrs"));
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("attrs are no JSON: " + json, e);
        }
    }

    /** The lines that must come out as they are: those named, or all of a case that is an error as a whole. */
    private static List<String> unreadable(JsonNode given, List<byte[]> lines) {
        if (!given.path("error").asBoolean()) {
            return List.of();
        }
        if (!given.has("error_index")) {
            return texts(lines);
        }
        List<String> named = new ArrayList<>();
        given.get("error_index").forEach(index -> named.add(texts(lines).get(index.asInt())));
        return named;
    }

    private static List<String> texts(List<byte[]> lines) {
        return lines.stream()
                .map(line -> new String(line, StandardCharsets.UTF_8))
                .toList();
    }

    private static AssemblyLimits limits(JsonNode given) {
        AssemblyLimits limits = AssembledFile.LIMITS;
        if (given.has("max_message_bytes")) {
            limits = AssemblyLimits.of(given.get("max_message_bytes").asInt(), limits.renderedMaxBytes())
                    .with(Oversize.valueOf(given.get("oversize").asText().toUpperCase(Locale.ROOT)));
        }
        return given.path("merge").asBoolean(true) ? limits : limits.withoutJoining();
    }

    private static List<byte[]> inputs(JsonNode given) {
        List<byte[]> lines = new ArrayList<>();
        given.path("input").forEach(line -> lines.add(line.asText().getBytes(StandardCharsets.UTF_8)));
        given.path("input_b64")
                .forEach(line -> lines.add(withoutNewline(Base64.getDecoder().decode(line.asText()))));
        return lines;
    }

    private static byte[] withoutNewline(byte[] line) {
        return line.length > 0 && line[line.length - 1] == '\n' ? Arrays.copyOf(line, line.length - 1) : line;
    }

    private static void feed(AssembledFile file, List<byte[]> lines, int cut) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            all.writeBytes(line);
            all.write('\n');
        }
        byte[] bytes = all.toByteArray();
        for (int from = 0; from < bytes.length; ) {
            int to = (int) Math.min(bytes.length, (long) from + cut);
            boolean startsAtLine = from == 0 || bytes[from - 1] == '\n';
            file.bytes(from, startsAtLine, Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
    }
}
