package io.tributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordKeysTest {

    @Test
    void shouldBeTakenApartAgainWhenPutTogether() {
        // When
        String key = RecordKeys.podKey("eqiad-1", RecordKeys.podDirectory("kube-system", "etcd-a", "f00d"));

        // Then
        assertThat(key).isEqualTo("eqiad-1/kube-system_etcd-a_f00d");
        assertThat(RecordKeys.clusterOf(key)).isEqualTo("eqiad-1");
        assertThat(RecordKeys.podDirectoryOf(key)).isEqualTo("kube-system_etcd-a_f00d");
    }

    @Test
    void shouldDifferWhenAPodNameIsUsedAgain() {
        // When
        String yesterday = RecordKeys.podKey("c", RecordKeys.podDirectory("ns", "db-0", "1"));
        String today = RecordKeys.podKey("c", RecordKeys.podDirectory("ns", "db-0", "2"));

        // Then
        assertThat(today).isNotEqualTo(yesterday);
    }

    @Test
    void shouldKeepTheHeartbeatApartFromEveryPodWhenAClustersKeysAreRead() {
        // When
        String key = RecordKeys.heartbeatKey("staging");

        // Then
        assertThat(key).isEqualTo("staging/watcher-heartbeat").isNotEqualTo(RecordKeys.heartbeatKey("staging-2"));
        assertThatThrownBy(() -> RecordKeys.heartbeatKey("a/b")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-a", "a/b", "a b", "ä", "{cluster}"})
    void shouldNameTheClusterWhenItIsNotAllowed(String cluster) {
        // When / Then
        assertThatThrownBy(() -> RecordKeys.checkCluster(cluster))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + cluster + "'");
    }

    @Test
    void shouldRefuseWhenClusterIsLongerThan128() {
        // When / Then
        assertThat(RecordKeys.checkCluster("a".repeat(128))).hasSize(128);
        assertThatThrownBy(() -> RecordKeys.checkCluster("a".repeat(129))).hasMessageContaining("1 to 128");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b"})
    void shouldNameThePodDirectoryWhenItIsNotAllowed(String directory) {
        // When / Then
        assertThatThrownBy(() -> RecordKeys.podKey("c", directory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + directory + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "/x"})
    void shouldNameTheKeyWhenItHasNoCluster(String key) {
        // When / Then
        assertThatThrownBy(() -> RecordKeys.clusterOf(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + key + "'");
    }
}
