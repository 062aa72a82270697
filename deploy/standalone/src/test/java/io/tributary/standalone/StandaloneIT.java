package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.standalone.kit.ChildProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line on a folder of container logs in the kubelet's layout, compared with what rsyslog gave for the same
 * files and pods; the differences that the output's description names are applied to what rsyslog gave.
 */
class StandaloneIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path root;

    @Test
    void shouldPrintWhatRsyslogGaveAndNothingTwiceWhenRunAgainOnTheSameData() throws Exception {
        // Given
        layOut();

        // When
        List<ObjectNode> first = print();
        List<ObjectNode> again = print();

        // Then
        List<ObjectNode> expected = expected();
        assertThat(expected).hasSize(14);
        for (String file :
                expected.stream().map(StandaloneIT::filename).distinct().toList()) {
            assertThat(first.stream()
                            .filter(event -> filename(event).equals(file))
                            .toList())
                    .as(file)
                    .isEqualTo(expected.stream()
                            .filter(event -> filename(event).equals(file))
                            .toList());
        }
        assertThat(first).hasSameSizeAs(expected);
        assertThat(again).isEmpty();
    }

    @Test
    void shouldEndWithUsageAndNameTheNearestKeyWhenAnOverrideIsUnknown() throws Exception {
        // When
        Path err = root.resolve("err");
        int code = run("--logs", root.toString(), "--set", "hold.max.mss=1");

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err).content().contains("hold.max.mss").contains("did you mean 'hold.max.ms'?");
    }

    @Test
    void shouldEndWithBadConfigurationWhenAPartRefusesAValue() throws Exception {
        // When
        Path err = root.resolve("err");
        int code = run("--logs", root.toString(), "--set", "chunk.max.bytes=1");

        // Then
        assertThat(code).isEqualTo(78);
        assertThat(err).content().contains("chunk.max.bytes");
    }

    private List<ObjectNode> print() throws Exception {
        Path out = root.resolve("out");
        Path err = root.resolve("err");
        int code = run(
                "--logs=" + root.resolve("var/log"),
                "--pods=" + root.resolve("pods.json"),
                "--api-server=http://127.0.0.1:18080",
                "--cluster=kubestage",
                "--node=kubestage1008",
                "--data=" + root.resolve("data"),
                "--print",
                "--until-idle=3");
        assertThat(code).as(() -> text(err)).isZero();
        List<ObjectNode> printed = new ArrayList<>();
        for (String line : text(out).lines().toList()) {
            ObjectNode event = (ObjectNode) JSON.readTree(line);
            String cut = filename(event).replace(root.toRealPath().toString(), "");
            ((ObjectNode) event.get("metadata")).put("filename", cut);
            assertThat(event.at("/tributary/event_id").textValue())
                    .matches("[0-9a-f]{32}-" + event.at("/metadata/fileoffset").textValue());
            assertThat(event.at("/tributary/cluster").textValue()).isEqualTo("kubestage");
            assertThat(((ObjectNode) event.remove("tributary")).size()).isEqualTo(2);
            printed.add(event);
        }
        return printed;
    }

    private int run(String... args) throws Exception {
        try (ChildProcess standalone = ChildProcess.startIn(root, StandaloneMain.class, args)) {
            int code = standalone.await(PATIENCE);
            assertThat(root.resolve("tmp")).isEmptyDirectory();
            return code;
        }
    }

    private void layOut() throws IOException {
        Path real = root.toRealPath();
        for (Map.Entry<String, JsonNode> file :
                JSON.readTree(resource("files.json")).properties()) {
            Path path = Path.of(real + file.getKey());
            Files.createDirectories(path.getParent());
            if (file.getValue().has("link")) {
                Files.createSymbolicLink(
                        path, Path.of(real + file.getValue().get("link").textValue()));
            } else {
                Files.writeString(path, file.getValue().get("text").textValue());
            }
        }
        Files.writeString(real.resolve("pods.json"), resource("pods.json"));
    }

    private static List<ObjectNode> expected() throws IOException {
        List<ObjectNode> joined = new ArrayList<>();
        ObjectNode open = null;
        for (String line : resource("rsyslog-output.jsonl").lines().toList()) {
            ObjectNode event = (ObjectNode) JSON.readTree(line);
            runtimeFieldsInsteadOfMsg(event);
            if (open == null) {
                joined.add(event);
                open = event;
            } else {
                open.put("log", log(open) + log(event));
            }
            open = log(event).endsWith("\n") ? null : open;
        }
        joined.forEach(event -> {
            event.put("log", log(event).substring(0, log(event).length() - 1));
            String own = event.get("time").textValue().replace("+00:00", "Z");
            event.put("timestamp", own).put("rsyslog.timereported", own);
        });
        return joined;
    }

    /** CRI lines: their parts are fields of their own, as Docker's are; rsyslog passes them on whole. */
    private static void runtimeFieldsInsteadOfMsg(ObjectNode event) {
        JsonNode msg = event.remove("msg");
        if (msg != null) {
            String[] parts = msg.textValue().split(" ", 4);
            event.put("log", parts[2].equals("F") ? parts[3] + '\n' : parts[3]);
            event.put("stream", parts[1]).put("time", parts[0]);
        }
    }

    private static String log(ObjectNode event) {
        return event.get("log").textValue();
    }

    private static String filename(ObjectNode event) {
        return event.at("/metadata/filename").textValue();
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = StandaloneIT.class.getResourceAsStream("/acceptance/drop-in/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
