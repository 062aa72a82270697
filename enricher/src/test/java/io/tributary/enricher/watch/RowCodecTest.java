package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.record.ContainerFacts;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.PodMetadata;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowCodecTest {

    private final List<Integer> removed = new ArrayList<>();
    private final RowCodec codec = new RowCodec(Pods.CLUSTER, removed::add);

    @Test
    void shouldGiveBackWhatItEncoded() {
        // Given
        PodMetadata row = PodRows.deleted(row(Map.of("app", "web")), 1_234);

        // When
        RowState state = codec.encode(row);

        // Then
        assertThat(codec.decode(state)).isEqualTo(row);
        assertThat(state.uid()).isEqualTo("uid-1");
        assertThat(state.deletedAt()).isEqualTo(1_234);
        assertThat(removed).isEmpty();
    }

    @Test
    void shouldCallRowsEqualWhenOnlyTheVersionOrTheOrderDiffers() {
        // Given
        Map<String, String> forwards = new LinkedHashMap<>();
        Map<String, String> backwards = new LinkedHashMap<>();
        IntStream.range(0, 30).forEach(i -> forwards.put("k" + i, "v"));
        IntStream.range(0, 30).forEach(i -> backwards.put("k" + (29 - i), "v"));
        PodMetadata newer = row(backwards);
        newer.setResourceVersion("99");

        // When
        RowState one = codec.encode(row(forwards));
        RowState other = codec.encode(newer);
        RowState read = codec.read(other.content());

        // Then
        assertThat(other.digest()).isEqualTo(one.digest());
        assertThat(read.digest()).isEqualTo(one.digest());
        assertThat(codec.encode(row(Map.of("k0", "v"))).digest()).isNotEqualTo(one.digest());
    }

    @Test
    void shouldRemoveLongestAnnotationsFirstAndCountWhenARowIsTooLarge() {
        // Given
        PodMetadata row = row(Map.of("app", "x".repeat(20_000)));
        row.setAnnotations(new HashMap<>(Map.of("long", "x".repeat(40_000), "short", "kept")));
        row.setNamespaceFacts(
                new NamespaceFacts("ns", null, Map.of(), new HashMap<>(Map.of("longest", "x".repeat(50_000)))));

        // When
        RowState state = codec.encode(row);

        // Then
        PodMetadata kept = codec.decode(state);
        assertThat(state.content()).hasSizeLessThanOrEqualTo(RowCodec.MAX_BYTES);
        assertThat(kept.getNamespaceFacts().getAnnotations()).isEmpty();
        assertThat(kept.getAnnotations()).containsOnlyKeys("long", "short");
        assertThat(kept.getLabels()).containsKey("app");
        assertThat(removed).containsExactly(1);
    }

    @Test
    void shouldStayBelowTheLimitWhenLabelsAndContainersAloneExceedIt() {
        // Given
        PodMetadata row = row(Map.of("a", "x".repeat(70_000), "b", "x".repeat(70_000)));
        row.setContainers(new ArrayList<>(IntStream.range(0, 1_000)
                .mapToObj(i -> new ContainerFacts("c" + i, "container", "i".repeat(200), null, null, 0))
                .toList()));

        // When
        RowState state = codec.encode(row);

        // Then
        assertThat(state.content()).hasSizeLessThanOrEqualTo(RowCodec.MAX_BYTES);
        assertThat(codec.decode(state).getName()).isEqualTo("web");
        assertThat(codec.decode(state).getContainers()).isNotEmpty();
        assertThat(removed).singleElement().satisfies(count -> assertThat(count).isGreaterThan(2));
    }

    @Test
    void shouldCallARecordUnreadableWhenItIsNoRowOfThisCluster() {
        // Given
        PodMetadata foreign = row(Map.of());
        foreign.setCluster("production");

        // When / Then
        assertThat(codec.read(new byte[] {1, 2, 3}).isReadable()).isFalse();
        assertThat(codec.read(codec.encode(foreign).content()).isReadable()).isFalse();
        assertThat(codec.read(codec.encode(row(Map.of())).content()).isReadable())
                .isTrue();
    }

    private static PodMetadata row(Map<String, String> labels) {
        return PodRows.living(
                Pods.pod("shop", "web", "uid-1", 1, labels).row(),
                "shop_web_uid-1",
                Pods.related("shop", Pods.namespace("ns", "buy")));
    }
}
