package io.tributary.enricher.topology;

import io.tributary.schemas.UnknownSchemaException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a raw record that cannot be decoded to the dead-letter topic, in the same transaction, and goes on.
 * Streams' own handler would do so too, but with other headers than the rest of our dead letters, with a stack trace in each, and uncounted.
 */
public final class DeadLetterHandler implements DeserializationExceptionHandler {

    /** Key under which the {@link Sums} are handed over in the Streams configuration, as an object. */
    public static final String SUMS = "tributary.sums";

    private static final Logger LOGGER = LoggerFactory.getLogger(DeadLetterHandler.class);

    private final LogPace pace = new LogPace();
    private String topic;
    private Sums sums;

    /** Made by Streams. */
    public DeadLetterHandler() {}

    @Override
    public void configure(Map<String, ?> configs) {
        topic = (String) Objects.requireNonNull(
                configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG), "no dead-letter topic");
        sums = (Sums) Objects.requireNonNull(configs.get(SUMS), "no sums");
    }

    @Override
    public Response handleError(ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception error) {
        String reason = error instanceof UnknownSchemaException ? DeadLetters.UNKNOWN_SCHEMA : DeadLetters.UNREADABLE;
        int bytes = record.value() == null ? 0 : record.value().length;
        sums.received(bytes);
        sums.deadLettered(reason, bytes);
        if (pace.due(reason, System.currentTimeMillis())) {
            LOGGER.atWarn()
                    .addKeyValue("reason", reason)
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("partition", record.partition())
                    .addKeyValue("offset", record.offset())
                    .setCause(error)
                    .log("Raw record cannot be decoded; it went to the dead-letter topic");
        }
        return Response.resume(List.of(new ProducerRecord<>(
                topic,
                null,
                null,
                record.key(),
                record.value(),
                DeadLetters.headers(reason, record.topic(), record.partition(), record.offset(), error))));
    }
}
