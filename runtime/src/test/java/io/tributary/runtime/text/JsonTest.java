package io.tributary.runtime.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @Test
    void shouldWriteEveryKindOfValueWhenNested() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "a \"b\" \\ ü");
        value.put("numbers", List.of(1, -2L, 0.5));
        value.put("none", null);
        value.put("empty", Map.of("list", List.of()));
        value.put("yes", true);

        assertThat(Json.write(value))
                .isEqualTo(
                        "{\"text\":\"a \\\"b\\\" \\\\ ü\",\"numbers\":[1,-2,0.5],\"none\":null,\"empty\":{\"list\":[]},\"yes\":true}");
    }

    @Test
    void shouldEscapeWhatCouldHarmATerminal() {
        assertThat(Json.write("\u001b[31m\u009b\u202e\ud800")).isEqualTo("\"\\u001b[31m\\u009b\\u202e\\ud800\"");
        assertThat(Printable.of("a\u001b]0;x\u0007b\n😀")).isEqualTo("a\\u001b]0;x\\u0007b\\u000a😀");
    }

    @Test
    void shouldReadWhatOthersWrite() {
        assertThat(Json.read(" { \"a\" : [ 1 , 2.5e1 , \"\\u00fc\\n\\/\" ] , \"b\":{} , \"c\":null } "))
                .isEqualTo(mapOf("a", List.of(1L, 25.0, "ü\n/"), "b", Map.of(), "c", null));
    }

    @Test
    void shouldReadBackWhateverItWrote() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            Object value = value(random, 0);

            assertThat(Json.read(Json.write(value))).as("seed %d", seed).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1,]",
                "{\"a\"}",
                "{\"a\":1,}",
                "\"",
                "\"\\x\"",
                "\"\\u12\"",
                "nul",
                "1 2",
                "[1}",
                "{a:1}",
                "--1"
            })
    void shouldSayWhereWhenItIsNoJson(String text) {
        assertThatThrownBy(() -> Json.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("no JSON: expected .* at character \\d+");
    }

    @Test
    void shouldRefuseWhenNestedWithoutEnd() {
        String deep = "[".repeat(100_000);

        assertThatThrownBy(() -> Json.read(deep)).hasMessageContaining("at most 32 levels");
    }

    @Test
    void shouldNameTheTypeWhenItHasNoJson() {
        assertThatThrownBy(() -> Json.write(Map.of("a", new Object()))).hasMessageContaining("java.lang.Object");
    }

    private static Object value(Random random, int depth) {
        return switch (random.nextInt(depth < 4 ? 7 : 5)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextDouble();
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 4 -> text(random);
            case 5 -> list(random, depth + 1);
            default -> map(random, depth + 1);
        };
    }

    private static List<Object> list(Random random, int depth) {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(random, depth));
        }
        return list;
    }

    private static Map<String, Object> map(Random random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text(random), value(random, depth));
        }
        return map;
    }

    private static String text(Random random) {
        char[] text = new char[random.nextInt(6)];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000);
        }
        return new String(text);
    }

    private static Map<String, Object> mapOf(Object... entries) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Object[] entry = entries; entry.length > 0; entry = Arrays.copyOfRange(entry, 2, entry.length)) {
            map.put((String) entry[0], entry[1]);
        }
        return map;
    }
}
