package io.tributary.collector.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.podlog.PodSelection.NamePatterns;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodSelectionTest {

    @ParameterizedTest
    @CsvSource({
        "shop, shop, true",
        "shop, shop2, false",
        "*, anything, true",
        "kube-*, kube-system, true",
        "kube-*, kube-, true",
        "kube-*, akube-system, false",
        "*-test, shop-test, true",
        "*-test, shop-test-2, false",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "web-?, web-7, true",
        "web-?, web-, false",
        "web-?, web-10, false",
        "**, x, true"
    })
    void shouldFitWholeNames(String pattern, String name, boolean fits) {
        assertThat(NamePatterns.fits(pattern, name)).isEqualTo(fits);
    }

    @Test
    void shouldBeFastWhenAPatternHasManyStars() {
        String pattern = "*a".repeat(60) + "b";

        long start = System.nanoTime();
        boolean fits = NamePatterns.fits(pattern, "a".repeat(253));

        assertThat(fits).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void shouldTakeOnlyWhatIsIncludedAndNotExcluded() {
        PodSelection selection = new PodSelection(
                new NamePatterns(List.of("shop", "bank*"), List.of("bank-test")),
                new NamePatterns(List.of(), List.of("debug-*")),
                new NamePatterns(List.of(), List.of("istio-proxy")));

        assertThat(selection.takes("shop_web-0_uid", "web")).isTrue();
        assertThat(selection.takes("bank_web-0_uid", "web")).isTrue();
        assertThat(selection.takes("bank-test_web-0_uid", "web")).isFalse();
        assertThat(selection.takes("other_web-0_uid", "web")).isFalse();
        assertThat(selection.takes("shop_debug-1_uid", "web")).isFalse();
        assertThat(selection.takes("shop_web-0_uid", "istio-proxy")).isFalse();
        assertThat(PodSelection.ALL.takes("any_pod_uid", "any")).isTrue();
    }
}
