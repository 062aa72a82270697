package io.tributary.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NumberedLineTest {

    private static final NumberedLine LINE =
            new NumberedLine("shop_web-0_uid/app/0/stdout", 12, 1_700_000_000_123_456L);

    @Test
    void shouldReadBackWhatItWrote() {
        String text = LINE.text(150);

        assertThat(text).hasSize(150);
        assertThat(NumberedLine.parse(text)).contains(LINE);
    }

    @Test
    void shouldNotReadALineWhenAnyCharacterWasChangedLostOrAdded() {
        String text = LINE.text(120);

        for (int i = 0; i < text.length(); i++) {
            String changed = text.substring(0, i) + '#' + text.substring(i + 1);
            String shorter = text.substring(0, i) + text.substring(i + 1);
            if (!shorter.equals(text.substring(1)) && !changed.equals(text)) {
                assertThat(NumberedLine.parse(changed)).as(changed).isEmpty();
                assertThat(NumberedLine.parse(shorter)).as(shorter).isEmpty();
            }
        }
        assertThat(NumberedLine.parse(text + "x")).isEmpty();
        assertThat(NumberedLine.parse(text + text)).isEmpty();
    }

    @Test
    void shouldRefuseASeriesThatCouldNotBeReadBack() {
        assertThatThrownBy(() -> new NumberedLine("a b", 0, 0)).hasMessageContaining("'a b'");
    }
}
