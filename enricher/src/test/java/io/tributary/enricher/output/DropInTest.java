package io.tributary.enricher.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What rsyslog with mmkubernetes gave for some files and pods is what we give, field for field, in the same order and of
 * the same type. The differences that docs/output.md documents are applied to what rsyslog gave, one method each; any
 * other fails here.
 */
class DropInTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> OF_API_OBJECTS = List.of("labels", "namespace_labels");

    static List<String> links() throws IOException {
        return DropInFiles.links();
    }

    @ParameterizedTest
    @MethodSource("links")
    void shouldWriteWhatRsyslogWroteWhenGivenTheSameFilesAndPods(String link) throws IOException {
        // Given
        List<ObjectNode> rsyslog = rsyslog(link);
        List<ObjectNode> expected = new ArrayList<>();
        for (ObjectNode event : rsyslog) {
            runtimeFieldsInsteadOfMsg(event);
        }
        for (ObjectNode event : piecesJoined(rsyslog)) {
            noNewlineAtTheEnd(event);
            ownTimeInsteadOfReadTime(event);
            tributaryAdded(event, DropInFiles.fileId(link));
            expected.add(event);
        }

        // When
        List<ObjectNode> events = DropInFiles.events(link).stream()
                .map(event -> template(link).render(event))
                .map(AbstractOutputFormatTest::read)
                .toList();

        // Then
        assertThat(events).isEqualTo(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(fieldsInOrder("", events.get(i))).isEqualTo(fieldsInOrder("", expected.get(i)));
        }
    }

    @Test
    void shouldPutLabelsInOrderOfTheirKeysWhenTheRowHasNone() throws IOException {
        // Given
        String link = DropInFiles.links().stream()
                .filter(path -> path.contains("mobileapps-staging"))
                .findFirst()
                .orElseThrow();

        // When
        ObjectNode event = AbstractOutputFormatTest.read(
                template(link).render(DropInFiles.events(link).get(0)));

        // Then
        assertThat(event.at("/kubernetes/labels").fieldNames())
                .toIterable()
                .containsExactly("app", "app_kubernetes_io/name", "empty", "pod-template-hash", "release");
    }

    @Test
    void shouldMeetEveryEventThatRsyslogWroteWhenAllFilesAreCompared() throws IOException {
        // When
        int compared = 0;
        for (String link : DropInFiles.links()) {
            compared += rsyslog(link).size();
        }

        // Then
        assertThat(compared).isEqualTo(rsyslog().size()).isEqualTo(16);
    }

    /** CRI lines: their parts are fields of their own, as Docker's are; rsyslog passes them on whole. */
    private static void runtimeFieldsInsteadOfMsg(ObjectNode event) {
        JsonNode msg = event.remove("msg");
        if (msg != null) {
            String[] parts = msg.textValue().split(" ", 4);
            // A piece keeps no mark of its own but the missing newline, as in Docker's files.
            event.put("log", parts[2].equals("F") ? parts[3] + '\n' : parts[3]);
            event.put("stream", parts[1]);
            event.put("time", parts[0]);
        }
    }

    /** Pieces of one message are one event, with the offset and the time of the first. */
    private static List<ObjectNode> piecesJoined(List<ObjectNode> events) {
        List<ObjectNode> joined = new ArrayList<>();
        ObjectNode open = null;
        for (ObjectNode event : events) {
            if (open == null) {
                joined.add(event);
                open = event;
            } else {
                open.put("log", log(open) + log(event));
            }
            open = log(event).endsWith("\n") ? null : open;
        }
        assertThat(open).isNull();
        return joined;
    }

    /** The newline that ends a record of Docker's is no part of the message. */
    private static void noNewlineAtTheEnd(ObjectNode event) {
        String log = log(event);
        event.put("log", log.substring(0, log.length() - 1));
    }

    /** The event's own time stands where rsyslog puts the time of reading. */
    private static void ownTimeInsteadOfReadTime(ObjectNode event) {
        String own = event.get("time").textValue().replace("+00:00", "Z");
        for (String field : List.of("timestamp", "rsyslog.timereported")) {
            assertThat(event.replace(field, NODES.textNode(own)).textValue()).isEqualTo("<read time>");
        }
    }

    /** The one object of ours; nothing in it but the id and the cluster, as there is nothing to say of these events. */
    private static void tributaryAdded(ObjectNode event, String fileId) {
        String offset = event.at("/metadata/fileoffset").textValue();
        event.putObject("tributary").put("event_id", fileId + '-' + offset).put("cluster", "kubestage");
    }

    private static String log(ObjectNode event) {
        return event.get("log").textValue();
    }

    /** Paths of all fields in their order, but for labels, whose order is the API's and not rsyslog's. */
    private static List<String> fieldsInOrder(String path, JsonNode node) {
        List<String> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            fields.add(path + field.getKey());
            if (!OF_API_OBJECTS.contains(field.getKey())) {
                fields.addAll(fieldsInOrder(path + field.getKey() + '/', field.getValue()));
            }
        }
        return fields;
    }

    private static OutputFormat.Template template(String link) {
        return new MmkubernetesFormat(MmkubernetesFormat.DEFAULT_PROGRAM, MmkubernetesFormat.DEFAULT_RESERVE)
                .template(DropInFiles.origin(link), DropInFiles.pod(link));
    }

    private static List<ObjectNode> rsyslog(String link) throws IOException {
        return rsyslog().stream()
                .filter(event -> event.at("/metadata/filename").textValue().equals(link))
                .toList();
    }

    private static List<ObjectNode> rsyslog() throws IOException {
        List<ObjectNode> events = new ArrayList<>();
        for (String line : DropInFiles.text("rsyslog-output.jsonl").lines().toList()) {
            events.add((ObjectNode) JSON.readTree(line));
        }
        return events;
    }
}
