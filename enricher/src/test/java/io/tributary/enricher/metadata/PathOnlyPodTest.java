package io.tributary.enricher.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.enricher.event.Pod;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathOnlyPodTest {

    @ParameterizedTest(name = "''{0}''")
    @CsvSource(emptyValue = "", textBlock = """
        default_shop-1_005f3b90-4b9d-12f8-acf0-31020a840133, default, shop-1,    005f3b90-4b9d-12f8-acf0-31020a840133
        kube-system_etcd-n1_f1d3c7a6d0f0e2b9,                 kube-system, etcd-n1, f1d3c7a6d0f0e2b9
        default_shop.v1_an_id,                                default, shop.v1,   an_id
        default_shop,                                         default, shop,      ''
        005f3b90-4b9d-12f8-acf0-31020a840133,                 '',      005f3b90-4b9d-12f8-acf0-31020a840133, ''
        __,                                                   '',      '',        ''
        _,                                                    '',      '',        ''
        '',                                                   '',      '',        ''
        """)
    void shouldTellWhatTheNameTellsWhenThereIsNoRow(String directory, String namespace, String name, String id) {
        // When
        Pod pod = PathOnlyPod.of(directory, "no row within 10 s");

        // Then
        assertThat(pod.namespace()).isEqualTo(namespace);
        assertThat(pod.name()).isEqualTo(name);
        assertThat(pod.uid()).isEqualTo(id);
        assertThat(pod.pathOnly()).isEqualTo("no row within 10 s");
        assertThat(pod.node()).isNull();
        assertThat(pod.namespaceFacts()).isNull();
    }
}
