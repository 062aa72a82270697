package io.tributary.standalone.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tributary.standalone.load.ContainerInstance;
import io.tributary.standalone.load.NumberedLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An event bears the names and labels of the pod that wrote it, or none at all and says so; never another pod's. */
public final class MetadataNeverWrong implements Guarantee {

    private final String cluster;
    private final Map<String, Labels> expected = new HashMap<>();
    private final Map<String, ContainerInstance> writers = new HashMap<>();
    private final List<String> wrong = new ArrayList<>();

    /** What Kubernetes knows of a pod, as the output shows it. */
    private record Labels(Map<String, String> pod, Map<String, String> namespace) {}

    /** @param cluster name of the cluster, the first part of every key */
    public MetadataNeverWrong(String cluster) {
        this.cluster = cluster;
    }

    /** Says what a pod's events must bear unless they are path-only. */
    public void expect(String podDirectory, Map<String, String> labels, Map<String, String> namespaceLabels) {
        expected.put(podDirectory, new Labels(undotted(labels), undotted(namespaceLabels)));
    }

    @Override
    public void written(WrittenLine line) {
        writers.put(line.line().series(), line.instance());
    }

    @Override
    public void read(EnrichedEvent event) {
        event.line().ifPresent(line -> check(event, line));
    }

    @Override
    public void verify() {
        assertThat(wrong).as("events with another pod's metadata").isEmpty();
    }

    private void check(EnrichedEvent event, NumberedLine line) {
        ContainerInstance writer = writers.get(line.series());
        if (writer == null) {
            wrong.add(event.place() + " bears a line of " + line.series() + ", which nobody wrote");
            return;
        }
        compare(event, "key", cluster + '/' + writer.podDirectory(), event.key());
        compare(event, "namespace_name", writer.namespace(), event.kubernetes("namespace_name"));
        compare(event, "pod_name", writer.pod(), event.kubernetes("pod_name"));
        compare(event, "container_name", writer.container(), event.kubernetes("container_name"));
        String id = event.json().path("docker").path("container_id").asText();
        if (!id.isEmpty()) {
            compare(event, "container_id", writer.containerId(), id);
        }
        Labels labels = expected.getOrDefault(writer.podDirectory(), new Labels(Map.of(), Map.of()));
        if (!event.pathOnly()) {
            compare(
                    event,
                    "labels",
                    labels.pod(),
                    map(event.json().path("kubernetes").path("labels")));
            compare(
                    event,
                    "namespace_labels",
                    labels.namespace(),
                    map(event.json().path("kubernetes").path("namespace_labels")));
        } else if (event.json().path("kubernetes").has("labels")) {
            wrong.add(event.place() + " is path-only and yet has labels");
        }
    }

    private void compare(EnrichedEvent event, String field, Object right, Object found) {
        if (!right.equals(found)) {
            wrong.add(event.place() + ": " + field + " is " + found + ", expected " + right);
        }
    }

    private static Map<String, String> map(JsonNode object) {
        Map<String, String> map = new TreeMap<>();
        object.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private static Map<String, String> undotted(Map<String, String> labels) {
        Map<String, String> map = new TreeMap<>();
        labels.forEach((key, value) -> map.put(key.replace('.', '_'), value));
        return map;
    }
}
