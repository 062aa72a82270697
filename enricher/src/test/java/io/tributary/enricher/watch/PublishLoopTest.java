package io.tributary.enricher.watch;

import static io.tributary.enricher.watch.Pods.key;
import static io.tributary.enricher.watch.Pods.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tributary.enricher.watch.PublishLoop.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishLoopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String WEB = key("shop", "web", "uid-1");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Pods.Bench bench = new Pods.Bench(1_000_000);
    private final FakeKafka kafka = new FakeKafka();
    private final PublishLoop loop = new PublishLoop(
            kafka,
            bench.table,
            () -> kafka.said("source may speak"),
            new WatcherMetrics(registry),
            System::currentTimeMillis);
    private final Thread thread = new Thread(loop, "loop under test");

    @AfterEach
    void stop() throws InterruptedException {
        loop.close();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void shouldFenceThenReadItsTopicThenListThenPublish() {
        // Given
        kafka.willOffer(new RecordingProducer());
        assertThat(loop.check().isOk()).isFalse();

        // When
        thread.start();
        await().atMost(PATIENCE).until(() -> loop.stage() == Stage.LEADING);
        hear(pod("shop", "web", "uid-1"));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kafka.words())
                        .containsExactly("initialised", "topic read", "source may speak", "committed 1"));
        assertThat(loop.check().isOk()).isTrue();
        assertThat(registry.get("tributary_watcher_published_total").counter().count())
                .isEqualTo(1);
    }

    @Test
    void shouldPublishABatchAgainWhenItWasAborted() {
        // Given
        RecordingProducer producer = new RecordingProducer();
        producer.commitTransactionException = new KafkaException("broker restarts");
        kafka.willOffer(producer);
        thread.start();
        hear(pod("shop", "web", "uid-1"));
        await().atMost(PATIENCE).until(() -> !loop.check().isOk() && loop.stage() == Stage.LEADING);

        // When
        producer.commitTransactionException = null;

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(producer.history()).hasSize(1));
        await().atMost(PATIENCE).until(() -> loop.check().isOk());
    }

    @Test
    void shouldReadItsTopicAgainWithANewProducerWhenACommitsAnswerIsLost() {
        // Given a commit that took place although its answer never came
        RecordingProducer first = new RecordingProducer();
        first.commitTransactionException = new TimeoutException("no answer");
        RecordingProducer second = new RecordingProducer();
        kafka.willOffer(first);
        kafka.willOffer(second);
        kafka.topic.put(WEB, bench.left(pod("shop", "web", "uid-1"), "uid-1", null));
        bench.listed(0, pod("shop", "web", "uid-1"), pod("shop", "db", "uid-2"));

        // When
        thread.start();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(second.history()).isNotEmpty());

        // Then only what the topic lacks is written
        assertThat(second.history()).extracting("key").containsExactly(key("shop", "db", "uid-2"));
        assertThat(first.closed()).isTrue();
    }

    @Test
    void shouldTryForEverWhenKafkaIsAwayAtTheStart() {
        // Given
        RecordingProducer unreachable = new RecordingProducer();
        unreachable.initTransactionException = new TimeoutException("no broker");
        RecordingProducer reachable = new RecordingProducer();
        kafka.willOffer(unreachable);
        kafka.willOffer(reachable);

        // When
        thread.start();

        // Then
        await().atMost(PATIENCE).until(() -> loop.stage() == Stage.LEADING);
        assertThat(kafka.words()).containsExactly("initialised", "topic read", "source may speak");
    }

    @Test
    void shouldNeverWriteAgainWhenAnotherWatcherHasTakenOver() {
        // Given
        RecordingProducer producer = new RecordingProducer();
        kafka.willOffer(producer);
        thread.start();
        await().atMost(PATIENCE).until(() -> loop.stage() == Stage.LEADING);
        producer.fenceProducer();

        // When
        hear(pod("shop", "web", "uid-1"));

        // Then
        await().atMost(PATIENCE).until(() -> loop.stage() == Stage.FENCED);
        assertThat(producer.history()).isEmpty();
        assertThat(loop.check().isOk()).isFalse();
    }

    @Test
    void shouldWriteWhatIsDueBeforeItEndsWhenClosed() throws InterruptedException {
        // Given
        RecordingProducer producer = new RecordingProducer();
        kafka.willOffer(producer);
        thread.start();
        await().atMost(PATIENCE).until(() -> loop.stage() == Stage.LEADING);
        synchronized (bench.table) {
            bench.listed(0, pod("shop", "web", "uid-1"));

            // When
            loop.close();
        }
        thread.join(10_000);

        // Then
        assertThat(producer.history()).hasSize(1);
        assertThat(loop.stage()).isEqualTo(Stage.CLOSED);
    }

    private void hear(PodFacts pod) {
        synchronized (bench.table) {
            bench.listed(0, pod);
            bench.table.notifyAll();
        }
    }

    private final class RecordingProducer extends MockProducer<String, byte[]> {

        private RecordingProducer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public void initTransactions() {
            super.initTransactions();
            kafka.said("initialised");
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            kafka.said("committed " + history().size());
        }
    }

    private static final class FakeKafka implements PublishLoop.Clients {

        private final Queue<MockProducer<String, byte[]>> producers = new ConcurrentLinkedQueue<>();
        private final Map<String, byte[]> topic = new TreeMap<>();
        private final List<String> words = new ArrayList<>();

        void willOffer(MockProducer<String, byte[]> producer) {
            producers.add(producer);
        }

        synchronized void said(String word) {
            words.add(word);
        }

        synchronized List<String> words() {
            return List.copyOf(words);
        }

        @Override
        public MetadataPublisher publisher() {
            MockProducer<String, byte[]> next = producers.poll();
            if (next == null) {
                throw new KafkaException("no more producers");
            }
            return new MetadataPublisher(next, "tributary.metadata");
        }

        @Override
        public long readTopic(BiConsumer<String, byte[]> row) {
            topic.forEach(row);
            said("topic read");
            return topic.size();
        }
    }
}
