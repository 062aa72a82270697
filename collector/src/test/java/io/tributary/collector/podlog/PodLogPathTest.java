package io.tributary.collector.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that nobody but an attacker gives. */
class PodLogPathTest {

    private static final String NAME = "[a-zA-Z0-9][a-zA-Z0-9.-]*";
    private static final String LETTERS = "aZ09-._/\\ %{}$\n\0\u00e4\u202e\ud83d\ude00";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..", ".", "-", "a b", "a/b", "a\\b", "a\nb", "a\0b", "a%2fb", "a{b}", "${a}", "\u00e4", "\u202e", "*"
            })
    void shouldRefuseANameThatKubernetesGivesToNothing(String name) {
        assertThat(PodLogPath.parse("ns_pod_uid", "app", "0.log")).isNotNull();

        assertThat(PodLogPath.parse(name + "_pod_uid", "app", "0.log")).isNull();
        assertThat(PodLogPath.parse("ns_" + name + "_uid", "app", "0.log")).isNull();
        assertThat(PodLogPath.parse("ns_pod_" + name, "app", "0.log")).isNull();
        assertThat(PodLogPath.parse("ns_pod_uid", name, "0.log")).isNull();
    }

    @Test
    void shouldAcceptNothingThatItCouldNotHaveBeenBuiltFrom() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            String pod = text(random, 2) + "_" + text(random, 2) + "_" + text(random, 2);
            String container = text(random, 2);
            String file = random.nextInt(12) + ".log" + (random.nextBoolean() ? "" : "." + text(random, 2));

            PodLogPath path = PodLogPath.parse(pod, container, file);

            if (path != null) {
                assertThat(path.namespace()).as("seed %d", seed).matches(NAME);
                assertThat(path.pod()).as("seed %d", seed).matches(NAME);
                assertThat(path.id()).as("seed %d", seed).matches(NAME);
                assertThat(path.container()).as("seed %d", seed).matches(NAME);
                assertThat(path.namespace() + "_" + path.pod() + "_" + path.id())
                        .isEqualTo(pod);
                assertThat(PodLogPath.fileName(path.restart()) + (path.isCurrent() ? "" : "." + path.rotated()))
                        .isEqualTo(file);
            }
        }
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(most + 1); length > 0; length--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
