package io.tributary.standalone.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tributary.standalone.load.NumberedLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * One record of the output topic.
 *
 * @param partition where it stands
 * @param offset where it stands in the partition
 * @param key the record's key, {@code cluster/pod directory}
 * @param json its value
 */
public record EnrichedEvent(int partition, long offset, String key, JsonNode json) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Reads a record's value; a value that is no JSON object fails the test. */
    public static EnrichedEvent of(int partition, long offset, String key, byte[] value) {
        try {
            JsonNode json = MAPPER.readTree(value);
            if (!json.isObject()) {
                throw new AssertionError("partition " + partition + " offset " + offset + " is no JSON object");
            }
            return new EnrichedEvent(partition, offset, key, json);
        } catch (IOException e) {
            throw new UncheckedIOException("partition " + partition + " offset " + offset + " is no JSON", e);
        }
    }

    /** The message. */
    public String message() {
        return json.path("log").asText();
    }

    /** The numbered line in the message, if it is one, undamaged. */
    public Optional<NumberedLine> line() {
        return NumberedLine.parse(message());
    }

    /** The event's id. */
    public String eventId() {
        return json.path("tributary").path("event_id").asText();
    }

    /** What the event says of itself. */
    public Set<String> flags() {
        Set<String> flags = new HashSet<>();
        json.path("tributary").path("flags").forEach(flag -> flags.add(flag.asText()));
        return flags;
    }

    /** A field of the kubernetes object as text; empty if absent. */
    public String kubernetes(String field) {
        return json.path("kubernetes").path(field).asText();
    }

    /** Whether only what the path tells was known of the pod. */
    public boolean pathOnly() {
        return json.path("tributary").path("metadata").path("state").asText().equals("path-only");
    }

    /** Missing bytes that this event announces; 0 if it is no gap. */
    public long gapBytes() {
        return json.path("tributary").path("gap_bytes").asLong();
    }

    /** Where it stands, for messages. */
    public String place() {
        return "partition " + partition + " offset " + offset + " (" + eventId() + ")";
    }
}
