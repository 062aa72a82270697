package io.tributary.enricher.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows in transactions under a fixed transactional id, which is what makes this process the one writer of its
 * cluster: whoever initialises that id last fences the others, and no right to write leases is needed. Not thread-safe.
 */
final class MetadataPublisher implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(MetadataPublisher.class);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    /** What became of a batch. */
    enum Outcome {
        /** It is in the topic for good. */
        COMMITTED,
        /** It is not and never will be; the same producer may try it again. */
        ABORTED,
        /** Nobody knows; a new producer is needed and the topic must be read again. */
        LOST,
        /** Another watcher of this cluster has taken over; this one must never write again. */
        FENCED
    }

    private final Producer<String, byte[]> producer;
    private final String topic;
    private final String heartbeatKey;
    private String problem = "";

    /** Writes to the topic with a producer that has a transactional id and is closed with this object. */
    MetadataPublisher(Producer<String, byte[]> producer, String topic, String heartbeatKey) {
        this.producer = producer;
        this.topic = topic;
        this.heartbeatKey = heartbeatKey;
    }

    /**
     * Fences every older watcher and aborts what it left open.
     *
     * @throws KafkaException if the brokers do not answer in time or refuse
     */
    void open() {
        producer.initTransactions();
    }

    /**
     * Writes in one transaction; never throws for anything that Kafka does.
     *
     * @param heartbeat written behind the batch; {@code null} for none
     */
    Outcome publish(List<Write> batch, byte[] heartbeat) {
        try {
            producer.beginTransaction();
            batch.forEach(write -> send(new ProducerRecord<>(topic, write.key(), write.value())));
            if (heartbeat != null) {
                send(new ProducerRecord<>(topic, HeartbeatReader.PARTITION, heartbeatKey, heartbeat));
            }
        } catch (KafkaException e) {
            return abort(e);
        }
        try {
            producer.commitTransaction();
            return Outcome.COMMITTED;
        } catch (TimeoutException e) {
            // It may or may not be committed, and must not be aborted: the topic will tell.
            return ended(Outcome.LOST, e);
        } catch (KafkaException e) {
            return abort(e);
        }
    }

    /** What went wrong last, empty if nothing did. */
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        producer.close(CLOSE);
    }

    private void send(ProducerRecord<String, byte[]> row) {
        // The commit throws what any of the sends met.
        Future<RecordMetadata> unused = producer.send(row);
    }

    private Outcome abort(KafkaException cause) {
        if (cause instanceof ProducerFencedException) {
            return ended(Outcome.FENCED, cause);
        }
        try {
            producer.abortTransaction();
            return ended(Outcome.ABORTED, cause);
        } catch (ProducerFencedException e) {
            return ended(Outcome.FENCED, e);
        } catch (KafkaException e) {
            e.addSuppressed(cause);
            return ended(Outcome.LOST, e);
        }
    }

    private Outcome ended(Outcome outcome, KafkaException e) {
        problem = e.toString();
        LOGGER.atWarn()
                .addKeyValue("topic", topic)
                .addKeyValue("outcome", outcome)
                .setCause(e)
                .log("pod metadata could not be published");
        return outcome;
    }
}
