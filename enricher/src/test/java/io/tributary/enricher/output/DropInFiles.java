package io.tributary.enricher.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tributary.enricher.assembly.Assembler;
import io.tributary.enricher.assembly.AssemblyLimits;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.metadata.PathOnlyPod;
import io.tributary.enricher.metadata.PodView;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.FileId;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.NamespaceFacts;
import io.tributary.schemas.record.PodMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The files and pods of the drop-in data as the collector and the watcher would send them, assembled by the real parts. */
final class DropInFiles {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NODE = "kubestage1008";
    private static final String API_SERVER = "http://127.0.0.1:18080";

    private DropInFiles() {}

    /** Paths of the links under {@code /var/log/containers}. */
    static List<String> links() {
        return json("files.json").properties().stream()
                .filter(file -> file.getValue().has("link"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The events of the file that a link leads to. */
    static List<LogEvent> events(String link) {
        return new Assembler(AssemblyLimits.of(512 << 10, 1 << 20))
                .assemble(chunk(link), 0, key -> null)
                .events();
    }

    /** Where these events come from. */
    static Origin origin(String link) {
        return events(link).get(0).origin();
    }

    /** The pod of a link's file, by way of a row of the metadata topic. */
    static Pod pod(String link) {
        Pod names = PathOnlyPod.of(podDirectory(link), "");
        JsonNode pod = object("Pod", names.name()).get("metadata");
        JsonNode namespace = object("Namespace", names.namespace()).get("metadata");
        return PodView.of(PodMetadata.newBuilder()
                .setCluster("kubestage")
                .setPodDirectory(podDirectory(link))
                .setUid(text(pod, "uid"))
                .setName(text(pod, "name"))
                .setNamespace(text(pod, "namespace"))
                .setLabels(map(pod.get("labels")))
                .setNode(object("Pod", names.name()).at("/spec/nodeName").textValue())
                .setOwners(List.of())
                .setContainers(List.of())
                .setNamespaceFacts(NamespaceFacts.newBuilder()
                        .setUid(text(namespace, "uid"))
                        .setCreationTime(text(namespace, "creationTimestamp"))
                        .setLabels(map(namespace.get("labels")))
                        .build())
                .setApiServerUrl(API_SERVER)
                .build());
    }

    /** The id that the file has here; the real one comes from its first line. */
    static String fileId(String link) {
        return HexFormat.of().formatHex(idBytes(link));
    }

    static String text(String name) {
        String path = "/acceptance/drop-in/" + name;
        try (InputStream in = DropInFiles.class.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LogChunk chunk(String link) {
        String file = target(link);
        byte[] bytes =
                json("files.json").at(pointer(file) + "/text").textValue().getBytes(StandardCharsets.UTF_8);
        return LogChunk.newBuilder()
                .setCluster("kubestage")
                .setNode(NODE)
                .setSource(ContainerLog.newBuilder()
                        .setPodDirectory(podDirectory(link))
                        .setContainer(Path.of(file).getName(4).toString())
                        .setRestart(0)
                        .setContainerId(link.substring(link.lastIndexOf('-') + 1, link.length() - ".log".length()))
                        .setLinkPath(link)
                        .setPodLogPath(file)
                        .setFileId(new FileId(idBytes(link)))
                        .build())
                .setOffset(0)
                .setReadTime(Instant.EPOCH)
                .setPayload(new ChunkBytes(true, ByteBuffer.wrap(bytes)))
                .build();
    }

    private static byte[] idBytes(String link) {
        UUID uuid = UUID.nameUUIDFromBytes(link.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static String podDirectory(String link) {
        return Path.of(target(link)).getName(3).toString();
    }

    private static String target(String link) {
        return json("files.json").at(pointer(link) + "/link").textValue();
    }

    private static String pointer(String key) {
        return '/' + key.replace("~", "~0").replace("/", "~1");
    }

    private static JsonNode object(String kind, String name) {
        for (JsonNode item : json("pods.json").get("items")) {
            if (text(item, "kind").equals(kind)
                    && text(item.get("metadata"), "name").equals(name)) {
                return item;
            }
        }
        throw new AssertionError("no " + kind + ' ' + name + " in pods.json");
    }

    private static String text(JsonNode object, String field) {
        return object.get(field).textValue();
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> map.put(field.getKey(), field.getValue().textValue()));
        return map;
    }

    private static JsonNode json(String name) {
        try {
            return JSON.readTree(text(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
