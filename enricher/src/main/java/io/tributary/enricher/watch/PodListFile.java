package io.tributary.enricher.watch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.tributary.schemas.record.NamespaceFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what {@code kubectl get pods,namespaces -A -o json} wrote, one object at a time.
 * A file is taken whole or not at all: one that ends too early, as while it is being written, is an error.
 */
final class PodListFile {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final Path path;
    private final PodMapper mapper;

    PodListFile(Path path, PodMapper mapper) {
        this.path = path;
        this.mapper = mapper;
    }

    /**
     * Everything in the file.
     *
     * @param pods what is kept of each pod
     * @param namespaces facts by name
     */
    record Contents(List<PodFacts> pods, Map<String, NamespaceFacts> namespaces) {}

    /**
     * Reads the file to its end.
     *
     * @throws IOException if it cannot be read or is no such list, saying where
     */
    Contents read() throws IOException {
        Contents contents = new Contents(new ArrayList<>(), new LinkedHashMap<>());
        try (JsonParser parser = MAPPER.createParser(Files.newBufferedReader(path))) {
            boolean hasItems = false;
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            String kind = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("kind")) {
                    kind = parser.getText();
                } else if (field.equals("items")) {
                    expect(parser, value, JsonToken.START_ARRAY);
                    hasItems = true;
                    readItems(parser, kind, contents);
                } else {
                    parser.skipChildren();
                }
            }
            expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
            if (!hasItems) {
                throw new IOException("there is no list of items in it");
            }
        } catch (JacksonException e) {
            // Without the source excerpt that Jackson's own message may hold: the file is full of what must not be
            // logged.
            throw new IOException(
                    "it is no complete JSON, line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr()),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return contents;
    }

    private void readItems(JsonParser parser, String listKind, Contents contents) throws IOException {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            JsonNode item = MAPPER.readTree(parser);
            // A list as the API gives it names the kind of its items only in its own.
            String kind = item.path("kind").asText(listKind.replaceFirst("List$", ""));
            if (kind.equals("Pod")) {
                contents.pods().add(mapper.pod(MAPPER.treeToValue(item, Pod.class)));
            } else if (kind.equals("Namespace")) {
                Namespace namespace = MAPPER.treeToValue(item, Namespace.class);
                NamespaceFacts facts = mapper.namespace(namespace);
                contents.namespaces().put(namespace.getMetadata().getName(), facts);
            }
        }
        expect(parser, parser.currentToken(), JsonToken.END_ARRAY);
    }

    private static void expect(JsonParser parser, JsonToken actual, JsonToken expected) throws IOException {
        if (actual != expected) {
            throw new IOException("expected " + expected + " but found " + (actual == null ? "its end" : actual)
                    + " at line " + parser.currentLocation().getLineNr()
                    + ": write it with kubectl get pods,namespaces -A -o json");
        }
    }
}
