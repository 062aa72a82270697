package io.tributary.enricher.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.tributary.enricher.event.Slice;
import java.io.IOException;

/**
 * Docker's {@code attrs}, the one part of an event that goes out as JSON and not as text. It is read through once so
 * that a damaged file cannot break the object around it; what is no JSON object goes out as a string. Few containers
 * have any, so a library may do it.
 */
final class Attrs {

    /** Elasticsearch refuses a document in which a key stands twice, so such an object does not pass for one. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Attrs() {}

    /** Whether these bytes are one JSON object in valid UTF-8, and nothing else. */
    static boolean isObject(Slice attrs) {
        if (JsonText.measure(attrs.array(), attrs.from(), attrs.to()) < 0) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(attrs.array(), attrs.from(), attrs.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            int depth = 1;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return false;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING) {
                    // Strings are read lazily; an escape that is none shows only then.
                    parser.getTextLength();
                }
            }
            return parser.nextToken() == null;
        } catch (IOException e) {
            // Not JSON, or beyond the library's limits: the answer, not a failure.
            return false;
        }
    }

    /** Copies an object; a line break in it can only be white space, and becomes a blank. */
    static int write(Slice attrs, byte[] out, int position) {
        byte[] text = attrs.array();
        int put = position;
        for (int at = attrs.from(); at < attrs.to(); at++) {
            byte b = text[at];
            out[put++] = b == '\n' || b == '\r' ? (byte) ' ' : b;
        }
        return put;
    }
}
