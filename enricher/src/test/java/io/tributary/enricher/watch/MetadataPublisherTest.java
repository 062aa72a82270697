package io.tributary.enricher.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.enricher.watch.MetadataPublisher.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetadataPublisherTest {

    private static final byte[] CONTENT = "row".getBytes(StandardCharsets.UTF_8);
    private static final RowState STATE = new RowState("u", CONTENT, "digest", RowState.LIVING);
    private static final List<Write> BATCH =
            List.of(new Write("staging/a", STATE, false), new Write("staging/b", STATE, true));

    private final MockProducer<String, byte[]> producer = producer();
    private final MetadataPublisher publisher =
            new MetadataPublisher(producer, "tributary.metadata", "staging/watcher-heartbeat");

    @BeforeEach
    void open() {
        publisher.open();
    }

    @Test
    void shouldCommitRowsAndTombstonesTogether() {
        // When
        Outcome outcome = publisher.publish(BATCH, null);

        // Then
        assertThat(outcome).isEqualTo(Outcome.COMMITTED);
        assertThat(producer.history())
                .containsExactly(
                        new ProducerRecord<>("tributary.metadata", "staging/a", CONTENT),
                        new ProducerRecord<>("tributary.metadata", "staging/b", null));
        assertThat(producer.commitCount()).isEqualTo(1);
    }

    @Test
    void shouldWriteTheHeartbeatBehindTheRowsAndWhereOthersLookForIt() {
        // When
        publisher.publish(BATCH, CONTENT);

        // Then
        assertThat(producer.history().get(2))
                .isEqualTo(new ProducerRecord<>(
                        "tributary.metadata", HeartbeatReader.PARTITION, "staging/watcher-heartbeat", CONTENT));
    }

    @Test
    void shouldAbortAndBeReadyAgainWhenASendIsRefused() {
        // Given
        producer.sendException = new KafkaException("refused");
        Outcome outcome = publisher.publish(BATCH, null);
        producer.sendException = null;

        // When
        Outcome again = publisher.publish(BATCH, null);

        // Then
        assertThat(outcome).isEqualTo(Outcome.ABORTED);
        assertThat(again).isEqualTo(Outcome.COMMITTED);
        assertThat(producer.history()).hasSize(2);
    }

    @Test
    void shouldAbortWhenTheCommitFails() {
        // Given
        producer.commitTransactionException = new KafkaException("refused");

        // When
        Outcome outcome = publisher.publish(BATCH, null);

        // Then
        assertThat(outcome).isEqualTo(Outcome.ABORTED);
        assertThat(producer.history()).isEmpty();
        assertThat(publisher.problem()).contains("refused");
    }

    @Test
    void shouldNotGuessWhenTheCommitsAnswerIsLost() {
        // Given
        producer.commitTransactionException = new TimeoutException("no answer");

        // When
        Outcome outcome = publisher.publish(BATCH, null);

        // Then
        assertThat(outcome).isEqualTo(Outcome.LOST);
        assertThat(producer.transactionAborted()).isFalse();
    }

    @Test
    void shouldAskForANewProducerWhenThisOneCannotEvenAbort() {
        // Given
        producer.commitTransactionException = new KafkaException("refused");
        producer.abortTransactionException = new KafkaException("refused too");

        // When
        Outcome outcome = publisher.publish(BATCH, null);

        // Then
        assertThat(outcome).isEqualTo(Outcome.LOST);
    }

    @Test
    void shouldKnowThatAnotherHasTakenOverWhenItIsFenced() {
        // Given
        producer.fenceProducer();

        // When
        Outcome outcome = publisher.publish(BATCH, null);

        // Then
        assertThat(outcome).isEqualTo(Outcome.FENCED);
    }

    @Test
    void shouldKnowThatAnotherHasTakenOverWhenTheCommitIsFenced() {
        // Given
        producer.commitTransactionException = new ProducerFencedException("newer epoch");

        // When
        Outcome outcome = publisher.publish(BATCH, null);

        // Then
        assertThat(outcome).isEqualTo(Outcome.FENCED);
    }

    static MockProducer<String, byte[]> producer() {
        return new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    }
}
