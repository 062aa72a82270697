package io.tributary.enricher.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.enricher.event.Stream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CriLineParserTest {

    private static final String TIME = "2024-05-01T00:00:00.000000001Z";

    private final ParsedLine line = new ParsedLine();

    @ParameterizedTest
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "stdout F hello|hello|true",
                "stderr P hello|hello|false",
                "stdout F:TAG1 hello|hello|true",
                "stdout P:a:b:F hello|hello|false",
                "stdout F: hello|hello|true",
                "stdout F  two spaces| two spaces|true",
                "stdout F \ttab|\ttab|true",
                "stdout F hello\r|hello\r|true",
                "stdout F trailing |trailing |true",
                "stdout F ||true",
                "stdout F||true",
                "stdout P||false",
                "stdout F F F|F F|true",
                "stdout F {\"log\":1}|{\"log\":1}|true",
            })
    void shouldTakeContentAsItIsWhenTheLineIsARecord(String rest, String message, boolean complete) {
        // When
        boolean read = parse(TIME + " " + rest);

        // Then
        assertThat(read).isTrue();
        assertThat(line.message()).hasToString(message == null ? "" : message);
        assertThat(line.complete()).isEqualTo(complete);
        assertThat(line.stream()).isEqualTo(rest.startsWith("stderr") ? Stream.STDERR : Stream.STDOUT);
        assertThat(line.time()).hasToString(TIME);
        assertThat(line.nano()).isEqualTo(1);
        assertThat(line.attrs()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                TIME,
                TIME + " stdout",
                TIME + " stdout ",
                TIME + " foo",
                TIME + " stdin F x",
                TIME + " STDOUT F x",
                TIME + " stdoutx F x",
                TIME + " stdout X x",
                TIME + " stdout FF x",
                TIME + " stdout f x",
                TIME + " stdout Finished in 3 s",
                TIME + " stdout :F x",
                TIME + " stdout  F x",
                TIME + "  stdout F x",
                TIME + "\tstdout\tF\tx",
                " " + TIME + " stdout F x",
                "\ufeff" + TIME + " stdout F x",
                "2024-05-01T00:00:00.000000001 stdout F x",
                "no record at all",
            })
    void shouldRefuseWhenTheLineIsNoRecord(String text) {
        assertThat(parse(text)).isFalse();
    }

    @Test
    void shouldRefuseWhenThePrefixIsLongerThanAnyRuntimeWrites() {
        // Given
        String tags = TIME + " stdout F:" + "t".repeat(CriLineParser.MAX_PREFIX);

        // When / Then
        assertThat(parse(tags + " x")).isFalse();
        assertThat(parse(TIME + " stdout F:" + "t".repeat(100) + " x")).isTrue();
    }

    private boolean parse(String text) {
        byte[] bytes = ("#" + text + "\nnext").getBytes(StandardCharsets.UTF_8);
        return new CriLineParser().parse(bytes, 1, bytes.length - 5, line);
    }
}
