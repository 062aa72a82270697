package io.tributary.enricher.topology;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What every record of the dead-letter topic bears besides the raw record's own key and value:
 * where it lay, why it is here, and the error. Enough to put it back once the cause is mended.
 */
final class DeadLetters {

    /** Header: one word of a closed list. */
    static final String REASON = "tributary-reason";
    /** Header: the raw topic. */
    static final String TOPIC = "tributary-source-topic";
    /** Header: the raw partition, decimal. */
    static final String PARTITION = "tributary-source-partition";
    /** Header: the raw offset, decimal. */
    static final String OFFSET = "tributary-source-offset";
    /** Header: class and message of the error, cut; absent where the reason says all. */
    static final String ERROR = "tributary-error";

    /** Reason: the value is no chunk that this version can read. */
    static final String UNREADABLE = "unreadable";
    /** Reason: the value bears a schema version this enricher does not know. */
    static final String UNKNOWN_SCHEMA = "unknown-schema";
    /** Reason: the record has no value. */
    static final String EMPTY = "empty";
    /** Reason: key and chunk do not speak of the same pod. */
    static final String WRONG_KEY = "wrong-key";
    /** Reason: assembling the chunk failed. */
    static final String ASSEMBLY = "assembly";
    /** Reason: the chunk failed its task again and again. */
    static final String REPEATED_FAILURE = "repeated-failure";

    private static final int LONGEST_ERROR = 500;

    private DeadLetters() {}

    private static Headers headers(String reason, String topic, int partition, long offset, Throwable error) {
        Headers headers = new RecordHeaders()
                .add(REASON, bytes(reason))
                .add(TOPIC, bytes(topic))
                .add(PARTITION, bytes(Integer.toString(partition)))
                .add(OFFSET, bytes(Long.toString(offset)));
        if (error != null) {
            String text = error.toString();
            headers.add(ERROR, bytes(text.substring(0, Math.min(text.length(), LONGEST_ERROR))));
        }
        return headers;
    }

    /** A raw record on its way to the dead-letter topic. */
    static Record<String, Object> record(RawRecord raw, String topic, String reason, Throwable error) {
        return new Record<>(
                raw.key(), raw.value(), raw.timestamp(), headers(reason, topic, raw.partition(), raw.offset(), error));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
