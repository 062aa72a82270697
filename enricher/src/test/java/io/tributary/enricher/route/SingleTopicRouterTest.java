package io.tributary.enricher.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Reason;
import io.tributary.enricher.event.Slice;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleTopicRouterTest {

    private final Router router = new SingleTopicRouter("k8s-{cluster}", "mmkubernetes");

    @Test
    void shouldSendToTheTopicOfItsClusterWhenClustersAlternate() {
        // When
        Decision first = router.route(event("eqiad"), null);
        Decision second = router.route(event("codfw"), null);
        Decision third = router.route(event("eqiad"), null);

        // Then
        assertThat(first).isEqualTo(new Decision.Send("k8s-eqiad", "mmkubernetes"));
        assertThat(second).isEqualTo(new Decision.Send("k8s-codfw", "mmkubernetes"));
        assertThat(third).isEqualTo(first);
    }

    @Test
    void shouldGiveTheSameAnswerObjectWhenTheClusterStays() {
        // Given
        Decision first = router.route(event("eqiad"), null);

        // When
        Decision second = router.route(event(new String("eqiad")), null);

        // Then
        assertThat(second).isSameAs(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a/b", "a b", "é", "a\nb", "{cluster}"})
    void shouldDropWithAReasonWhenAForgedClusterMakesNoTopicName(String cluster) {
        // When
        Decision decision = router.route(event(cluster), null);

        // Then
        assertThat(decision).isEqualTo(new Decision.Drop(Reason.ILLEGAL_TOPIC));
    }

    @Test
    void shouldDropWithAReasonWhenTheClusterIsEmptyOrTooLong() {
        // When
        Decision empty = router.route(event(""), null);
        Decision tooLong = router.route(event("c".repeat(129)), null);

        // Then
        assertThat(empty).isEqualTo(new Decision.Drop(Reason.ILLEGAL_TOPIC));
        assertThat(tooLong).isEqualTo(new Decision.Drop(Reason.ILLEGAL_TOPIC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "k8s-{namespace}", "..", "{cluster}{cluster}"})
    void shouldRefuseTheTemplateWhenItCannotBeATopicOfEveryCluster(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SingleTopicRouter(template, "mmkubernetes"))
                .withMessageContaining("'" + template + "'");
    }

    private static LogEvent event(String cluster) {
        Origin origin = new Origin(cluster, "n1", "default_shop_1", "main", 0, null, "/var/log/containers/x.log", "id");
        return new LogEvent(LogEvent.Kind.LINE, origin, 0, 0, true, null, null, 0, 0, Slice.of("x"), null, Set.of(), 0);
    }
}
