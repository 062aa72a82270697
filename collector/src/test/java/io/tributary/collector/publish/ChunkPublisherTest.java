package io.tributary.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.FileId;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.Gap;
import io.tributary.collector.chunk.LogSource;
import io.tributary.collector.chunk.StillHere;
import io.tributary.schemas.GapCause;
import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.Topics;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.LogChunk;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkPublisherTest {

    private static final String POD = "shop_web-0_1f0c";
    private static final LogSource SOURCE = new LogSource(
            POD, "web", 0, null, "/var/log/containers/web-0_shop_web.log", "/var/log/pods/" + POD + "/web/0.log");
    private static final FileKey FILE = new FileKey(new FileId(1, 2), 0);
    private static final PublishConfig CONFIG = new PublishConfig(
            "east",
            "node1",
            Topics.defaults().sized(12, 1).rawSpec(),
            65_536,
            8 << 20,
            Map.of(
                    "bootstrap.servers",
                    "kafka:9092",
                    "sasl.jaas.config",
                    "Login required username=\"col\" password=\"x\";"));

    private final FakeKafka kafka = new FakeKafka(Topics.RAW, 12);
    private final Ledger ledger = new Ledger();
    private final AtomicLong nanos = new AtomicLong();
    private final ChunkPublisher publisher = new ChunkPublisher(CONFIG, kafka, kafka, ledger, nanos::get);
    private final List<String> acknowledged = new ArrayList<>();

    @AfterEach
    void close() {
        publisher.close(Duration.ZERO);
    }

    @Test
    void shouldHaveNoRoomWhenNotStarted() {
        assertThat(publisher.hasRoom(POD)).isFalse();
    }

    @Test
    void shouldWriteAllCoordinatesWhenAcceptingAChunk() {
        // Given
        startPublisher();

        // When
        hand("a line\n", 640);
        kafka.producer().acknowledge();

        // Then
        LogChunk record = kafka.log().get(0);
        assertThat(record.getCluster()).isEqualTo("east");
        assertThat(record.getNode()).isEqualTo("node1");
        assertThat(record.getSource().getPodDirectory()).isEqualTo(POD);
        assertThat(record.getSource().getContainer()).isEqualTo("web");
        assertThat(record.getSource().getContainerId()).isNull();
        assertThat(record.getSource().getPodLogPath()).isEqualTo(SOURCE.podLogPath());
        assertThat(record.getSource().getFileId().bytes()).isEqualTo(FILE.id().bytes());
        assertThat(record.getOffset()).isEqualTo(640);
        assertThat(record.getReadTime().toEpochMilli()).isEqualTo(7);
        assertThat(((ChunkBytes) record.getPayload()).getStartsAtLine()).isTrue();
        assertThat(kafka.texts()).containsExactly("a line\n");
    }

    @Test
    void shouldWriteStatementsWhenAcceptingWhatIsNoBytes() {
        // Given
        startPublisher();
        FakeKafka.FakeProducer producer = kafka.producer();

        // When
        publisher.accept(new Gap(SOURCE, FILE, 10, -1, 5, GapCause.WENT_BACK, 7), () -> {});
        publisher.accept(new Gap(SOURCE, FILE, 10, 30, 20, GapCause.TRUNCATED, 7), () -> {});
        publisher.accept(new EndOfFile(SOURCE, FILE, 30, false, true, true, 7), () -> {});
        publisher.accept(new StillHere(SOURCE, FILE, 30, 7), () -> {});
        for (int i = 0; i < 4; i++) {
            producer.acknowledge();
        }

        // Then
        assertThat(kafka.log().stream().map(LogChunk::getPayload).toList())
                .containsExactly(
                        new ChunkGap(null, 5L, "went-back"),
                        new ChunkGap(30L, 20L, "truncated"),
                        new io.tributary.schemas.record.EndOfFile(null, true, true),
                        new io.tributary.schemas.record.StillHere());
    }

    @Test
    void shouldNameThePartitionOfKafkasDefaultWhenSending() {
        // Given
        startPublisher();
        byte[] key = RecordKeys.podKey("east", POD).getBytes(StandardCharsets.UTF_8);

        // When
        hand("x\n", 0);

        // Then
        var sent = kafka.producer().history().get(0);
        assertThat(sent.key()).isEqualTo(key);
        assertThat(sent.partition()).isEqualTo(BuiltInPartitioner.partitionForKey(key, 12));
    }

    static Stream<RuntimeException> errorsThatTheClientDoesNotRetry() {
        return Stream.of(
                new RecordTooLargeException("limit lowered"),
                new OutOfOrderSequenceException("17 after 15"),
                new UnknownProducerIdException("expired"),
                new InvalidProducerEpochException("2, not 3"),
                new ProducerFencedException("by another one"),
                new TopicAuthorizationException("no"),
                new InvalidTimestampException("too far ahead"));
    }

    @ParameterizedTest
    @MethodSource("errorsThatTheClientDoesNotRetry")
    void shouldLeaveNoHoleInTheLogWhenASendFails(RuntimeException error) {
        // Given: eight chunks under way, two of them safe
        startPublisher();
        FakeKafka.FakeProducer first = kafka.producer();
        for (int i = 0; i < 8; i++) {
            hand(Integer.toString(i), i);
        }
        first.acknowledge();
        first.acknowledge();

        // When: the third is refused, while the answers to the others are under way
        first.refuse(error);
        for (int i = 3; i < 8; i++) {
            first.acknowledge();
        }

        // Then
        assertThat(first.closings()).containsExactly(Duration.ZERO);
        assertThat(kafka.texts()).containsExactly("0", "1");
        assertThat(acknowledged).containsExactly("0", "1");
        assertThat(publisher.inFlightBytes()).isZero();
        assertThat(ledger.sum()).isEqualTo(8);
        assertThat(ledger.discarded).hasValue(6);
        assertThat(ledger.errors).containsExactly(ErrorAdvice.name(error));

        // And: the new producer takes nothing until the reader knows that it must read again
        await().until(() -> kafka.producers() == 2 && publisher.trouble().isEmpty());
        assertThat(publisher.hasRoom(POD)).isFalse();
        hand("8", 8);
        assertThat(kafka.producer().history()).isEmpty();
        assertThat(publisher.epoch()).isEqualTo(1);
        assertThat(publisher.hasRoom(POD)).isTrue();
        for (int i = 2; i < 9; i++) {
            hand(Integer.toString(i), i);
            kafka.producer().acknowledge();
        }
        assertThat(kafka.texts()).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8");
    }

    @Test
    void shouldAskForSmallerChunksWhenOneIsRefusedAsTooLarge() {
        // Given
        startPublisher();
        hand("x".repeat(65_536), 0);

        // When
        kafka.producer().refuse(new RecordTooLargeException("limit lowered"));

        // Then
        assertThat(publisher.largestChunk()).isEqualTo(32_768);
    }

    @Test
    void shouldNotGoBelowAKibibyteWhenEvenThatIsRefused() {
        // Given
        PublishConfig small =
                new PublishConfig("east", "node1", CONFIG.topic(), 1_500, CONFIG.inflightMaxBytes(), CONFIG.client());
        ChunkPublisher other = new ChunkPublisher(small, kafka, kafka, ledger, nanos::get);
        other.start();
        await().until(() -> other.hasRoom(POD));
        other.accept(new StillHere(SOURCE, FILE, 0, 7), () -> {});

        // When
        kafka.producer().refuse(new RecordTooLargeException("limit lowered"));

        // Then
        assertThat(other.largestChunk()).isEqualTo(1_024);
        other.close(Duration.ZERO);
    }

    @Test
    void shouldKeepTheSizeOfChunksWhenASendFailsForAnotherReason() {
        // Given
        startPublisher();
        hand("x", 0);

        // When
        kafka.producer().refuse(new TopicAuthorizationException("no"));

        // Then
        assertThat(publisher.largestChunk()).isEqualTo(65_536);
    }

    @Test
    void shouldStartANewProducerWhenASendThrows() {
        // Given
        startPublisher();
        kafka.producer().sendException = new TopicAuthorizationException("no");

        // When
        hand("x", 0);

        // Then
        assertThat(publisher.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.what()).isEqualTo("not authorised to write to topic tributary.raw as col");
            assertThat(trouble.remedy()).contains("kafka-acls", "User:col", "--operation Write", "tributary.raw");
            assertThat(trouble.lasting()).isFalse();
        });
        await().until(() -> kafka.producers() == 2 && publisher.epoch() == 1 && publisher.hasRoom(POD));
        assertThat(ledger.sum()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsMissingWhenTheTopicDoesNotExist() {
        // Given
        kafka.partitions(0);

        // When
        publisher.start();

        // Then
        await().untilAsserted(() -> assertThat(publisher.trouble())
                .contains(new Trouble(
                        "topic tributary.raw does not exist",
                        "create it with 'tributary topics create', or correct topics.raw",
                        false)));
        assertThat(kafka.producers()).isZero();
        assertThat(publisher.hasRoom(POD)).isFalse();

        // And: it goes on by itself when the topic is there
        kafka.partitions(12);
        await().until(() -> publisher.hasRoom(POD));
    }

    @Test
    void shouldRefuseForEverWhenThePartitionCountWasChanged() {
        // Given
        kafka.partitions(24);

        // When
        publisher.start();

        // Then
        await().until(() -> publisher.trouble().filter(Trouble::lasting).isPresent());
        assertThat(publisher.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.what()).isEqualTo("topic tributary.raw has 24 partitions, expected 12");
            assertThat(trouble.remedy()).contains("the count never changes", "set topics.raw.partitions to 24");
        });
        assertThat(kafka.producers()).isZero();
    }

    @Test
    void shouldHaveNoRoomForAPodWhenItsPartitionHoldsAQuarter() {
        // Given
        startPublisher();
        String other = podOfAnotherPartition();

        // When
        int handed = 0;
        while (publisher.hasRoom(POD)) {
            hand("x".repeat(65_536), handed++ * 65_536L);
        }

        // Then
        assertThat(publisher.inFlightBytes()).isBetween(2L * 1_000_000 - 65_536, 2L << 20);
        assertThat(publisher.hasRoom(other)).isTrue();

        // And
        kafka.producer().acknowledge();
        kafka.producer().acknowledge();
        assertThat(publisher.hasRoom(POD)).isTrue();
    }

    @Test
    void shouldSaySoWhenNothingIsAcknowledgedForLong() {
        // Given
        startPublisher();
        hand("x", 0);

        // When
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));

        // Then
        assertThat(publisher.trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble.what())
                        .isEqualTo("nothing was acknowledged by the brokers at kafka:9092 for 20 s"));
    }

    @Test
    void shouldNameThePartitionWhenOnlyOneIsSilent() {
        // Given: both are owed an answer
        startPublisher();
        accept(podOfAnotherPartition());
        hand("stuck", 0);

        // When: only one gets it
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));
        kafka.producer().acknowledge();
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));

        // Then
        int partition = new PodKeys("east", 12).of(POD).partition();
        assertThat(publisher.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.what())
                    .isEqualTo("partition " + partition
                            + " of topic tributary.raw has acknowledged nothing for 20 s; the others go on");
            assertThat(trouble.remedy()).contains("kafka-topics", "--describe --topic tributary.raw");
        });

        // And
        kafka.producer().acknowledge();
        assertThat(publisher.trouble()).isEmpty();
    }

    @Test
    void shouldSaySoWhenTheBrokersRefuseItsCredentials() throws InterruptedException {
        // Given
        startPublisher();
        hand("x", 0);
        kafka.refuseClients(new SaslAuthenticationException("password expired"));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));

        // When
        publisher.replaceIfStale();

        // Then
        assertThat(publisher.trouble())
                .hasValueSatisfying(trouble ->
                        assertThat(trouble.what()).contains("refuse the collector's credentials", "password expired"));
        assertThat(publisher.epoch()).isZero();

        // And: a producer with what is on the disk now, as soon as that is let in
        kafka.refuseClients(null);
        publisher.replaceIfStale();
        await().until(() -> kafka.producers() == 2 && publisher.epoch() == 1 && publisher.hasRoom(POD));
        assertThat(publisher.trouble()).isEmpty();
    }

    @Test
    void shouldEndWhenACallbackThrows() {
        // Given
        startPublisher();
        publisher.accept(new StillHere(SOURCE, FILE, 30, 7), () -> {
            throw new IllegalStateException("broken");
        });

        // When
        kafka.producer().acknowledge();

        // Then
        assertThat(publisher.trouble()).hasValueSatisfying(trouble -> {
            assertThat(trouble.what()).contains("publishing has ended", "broken");
            assertThat(trouble.lasting()).isTrue();
        });
    }

    @Test
    void shouldEndWhenItsThreadDies() {
        // Given
        ChunkPublisher dying = new ChunkPublisher(
                CONFIG,
                kafka,
                settings -> {
                    throw new LinkageError("no such class");
                },
                ledger,
                nanos::get);

        // When
        dying.start();

        // Then
        await().until(() -> dying.trouble().filter(Trouble::lasting).isPresent());
        dying.close(Duration.ZERO);
    }

    @Test
    void shouldStartANewProducerWhenTheOldOneHearsNothingThoughKafkaIsThere() throws InterruptedException {
        // Given
        startPublisher();
        hand("x", 0);
        nanos.addAndGet(TimeUnit.MINUTES.toNanos(2));

        // When
        publisher.replaceIfStale();

        // Then
        await().until(() -> kafka.producers() == 2 && publisher.epoch() == 1 && publisher.hasRoom(POD));
    }

    @Test
    void shouldKeepTheProducerWhenKafkaIsAway() throws InterruptedException {
        // Given
        startPublisher();
        hand("x", 0);
        nanos.addAndGet(TimeUnit.HOURS.toNanos(2));
        kafka.partitions(0);

        // When
        publisher.replaceIfStale();

        // Then
        assertThat(publisher.epoch()).isZero();
        assertThat(publisher.inFlightBytes()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheSumsWhenClosedWithRecordsUnderWay() {
        // Given
        startPublisher();
        hand("ab", 0);
        hand("cde", 2);
        kafka.producer().acknowledge();

        // When
        publisher.close(Duration.ofMillis(1));

        // Then
        assertThat(kafka.producer().closings()).containsExactly(Duration.ofMillis(1));
        assertThat(ledger.acknowledged).hasValue(2);
        assertThat(ledger.discarded).hasValue(3);
    }

    private void startPublisher() {
        publisher.start();
        await().until(() -> publisher.hasRoom(POD));
    }

    private void hand(String text, long offset) {
        ByteBuffer data = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        publisher.accept(new Chunk(SOURCE, FILE, offset, true, data, 7), () -> acknowledged.add(text));
    }

    private void accept(String pod) {
        LogSource source = new LogSource(pod, "web", 0, null, SOURCE.linkPath(), "/var/log/pods/" + pod + "/web/0.log");
        publisher.accept(new StillHere(source, FILE, 0, 7), () -> {});
    }

    private static String podOfAnotherPartition() {
        PodKeys keys = new PodKeys("east", 12);
        String other = "shop_api_0";
        for (int i = 1; keys.of(other).partition() == keys.of(POD).partition(); i++) {
            other = "shop_api_" + i;
        }
        return other;
    }

    private static final class Ledger implements PublishListener {

        private final AtomicLong acknowledged = new AtomicLong();
        private final AtomicLong discarded = new AtomicLong();
        private final List<String> errors = new ArrayList<>();

        @Override
        public void acknowledged(long bytes) {
            acknowledged.addAndGet(bytes);
        }

        @Override
        public void discarded(long bytes) {
            discarded.addAndGet(bytes);
        }

        @Override
        public void sendFailed(String error) {
            errors.add(error);
        }

        long sum() {
            return acknowledged.get() + discarded.get();
        }
    }
}
