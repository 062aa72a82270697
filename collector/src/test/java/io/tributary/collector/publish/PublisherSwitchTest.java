package io.tributary.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.LogSource;
import io.tributary.schemas.TopicSpec;
import io.tributary.schemas.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublisherSwitchTest {

    private static final String POD = "shop_web-0_uid";
    private static final TopicSpec TOPIC = Topics.defaults().rawSpec();

    private final FakeKafka kafka = new FakeKafka(TOPIC.name(), TOPIC.partitions()).automatic();
    private final List<Long> discarded = new ArrayList<>();
    private final PublisherSwitch publisher = new PublisherSwitch(config(), this::make);

    @AfterEach
    void close() {
        publisher.close(Duration.ZERO);
    }

    @Test
    void shouldTakeNothingUntilTheReaderHasSeenTheChange() {
        // Given
        publisher.start();
        await().until(() -> publisher.hasRoom(POD));
        int before = publisher.epoch();
        publisher.accept(chunk("a"), () -> {});

        // When: the reader asked for room before the change, and hands over after it
        publisher.replace(config(), Duration.ofSeconds(1));
        await().until(() -> kafka.producers() == 2);
        publisher.accept(chunk("late"), () -> {});

        // Then
        assertThat(publisher.hasRoom(POD)).isFalse();
        assertThat(kafka.texts()).containsExactly("a");
        assertThat(discarded).contains(4L);
        assertThat(publisher.epoch()).isGreaterThan(before);
        await().until(() -> publisher.hasRoom(POD));
        publisher.accept(chunk("b"), () -> {});
        assertThat(kafka.texts()).containsExactly("a", "b");
    }

    @Test
    void shouldStayClosedWhenReplacedAfterwards() {
        publisher.start();
        await().until(() -> kafka.producers() == 1);
        publisher.close(Duration.ZERO);

        publisher.replace(config(), Duration.ZERO);
        publisher.epoch();

        assertThat(publisher.hasRoom(POD)).isFalse();
        assertThat(kafka.producers()).isEqualTo(1);
    }

    private ChunkPublisher make(PublishConfig config) {
        return new ChunkPublisher(
                config,
                kafka,
                kafka,
                new PublishListener() {
                    @Override
                    public void acknowledged(long bytes) {}

                    @Override
                    public void discarded(long bytes) {
                        discarded.add(bytes);
                    }

                    @Override
                    public void sendFailed(String error) {}
                },
                System::nanoTime);
    }

    private static PublishConfig config() {
        return new PublishConfig("east", "node1", TOPIC, 1_024, 1 << 20, Map.of("bootstrap.servers", "k:1"));
    }

    private static Chunk chunk(String text) {
        return new Chunk(
                new LogSource(POD, "web", 0, null, "/link", "/log"),
                new FileKey(new FileId(0, 1), 0),
                0,
                true,
                ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)),
                0);
    }
}
