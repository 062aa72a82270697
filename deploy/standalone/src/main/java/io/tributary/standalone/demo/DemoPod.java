package io.tributary.standalone.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.standalone.load.ContainerInstance;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A pod as the API shows it and as its node writes it.
 *
 * @param json the API's object, without a resource version
 * @param containers who writes its logs
 */
public record DemoPod(ObjectNode json, List<ContainerInstance> containers) {

    private static final String CREATED = "2026-01-05T10:00:00Z";

    /** Starts the description of a pod; its uid follows from its name, so that two runs make the same pod. */
    public static Builder named(String namespace, String name, String node) {
        return new Builder(namespace, name, node);
    }

    /** A namespace as the API shows it. */
    public static ObjectNode namespace(String name, Map<String, String> labels) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        ObjectNode metadata = namespace.putObject("metadata");
        metadata.put("name", name).put("uid", uuid("namespace " + name)).put("creationTimestamp", CREATED);
        labels.forEach(metadata.putObject("labels").put("kubernetes.io/metadata.name", name)::put);
        namespace.putObject("status").put("phase", "Active");
        return namespace;
    }

    /** Collects what differs between pods. */
    public static final class Builder {

        private final String namespace;
        private final String name;
        private final String uid;
        private final ObjectNode json = JsonNodeFactory.instance.objectNode();
        private final ObjectNode metadata;
        private final List<ContainerInstance> instances = new ArrayList<>();
        private String directoryId;

        private Builder(String namespace, String name, String node) {
            this.namespace = namespace;
            this.name = name;
            this.uid = uuid("pod " + namespace + '/' + name);
            this.directoryId = uid;
            json.put("apiVersion", "v1").put("kind", "Pod");
            metadata = json.putObject("metadata");
            metadata.put("name", name)
                    .put("namespace", namespace)
                    .put("uid", uid)
                    .put("creationTimestamp", CREATED);
            metadata.putObject("labels");
            ObjectNode spec = json.putObject("spec").put("nodeName", node);
            spec.putArray("containers");
            ObjectNode status = json.putObject("status").put("phase", "Running");
            String ip = "10.64.0." + (2 + Math.floorMod(uid.hashCode(), 250));
            status.put("podIP", ip).putArray("podIPs").addObject().put("ip", ip);
            status.putArray("containerStatuses");
        }

        /** Another uid, as a later pod of the same name has. */
        public Builder incarnation(int number) {
            directoryId = uuid("pod " + namespace + '/' + name + " incarnation " + number);
            metadata.put("uid", directoryId);
            return this;
        }

        /** A label. */
        public Builder label(String key, String value) {
            ((ObjectNode) metadata.get("labels")).put(key, value);
            return this;
        }

        /** The object that controls it. */
        public Builder ownedBy(String kind, String owner) {
            ObjectNode reference = metadata.putArray("ownerReferences").addObject();
            reference
                    .put("apiVersion", kind.equals("Node") ? "v1" : "apps/v1")
                    .put("kind", kind)
                    .put("name", owner);
            reference.put("uid", uuid(kind + ' ' + owner)).put("controller", true);
            return this;
        }

        /** The mirror of a static pod: the kubelet's directory bears the config hash, not the API's uid. */
        public Builder mirrorOfStaticPod() {
            directoryId = hex("config " + name).substring(0, 32);
            ObjectNode annotations = metadata.putObject("annotations");
            annotations.put("kubernetes.io/config.hash", directoryId);
            annotations.put("kubernetes.io/config.mirror", directoryId);
            annotations.put("kubernetes.io/config.seen", CREATED);
            annotations.put("kubernetes.io/config.source", "file");
            return this;
        }

        /** A running container; named last, when the pod's id is settled. */
        public Builder container(String container, String image) {
            String id = hex(directoryId + '/' + container);
            ((ArrayNode) json.get("spec").get("containers"))
                    .addObject()
                    .put("name", container)
                    .put("image", image);
            ObjectNode status = ((ArrayNode) json.get("status").get("containerStatuses")).addObject();
            status.put("name", container).put("image", image).put("imageID", image + "@sha256:" + hex(image));
            status.put("containerID", "containerd://" + id)
                    .put("restartCount", 0)
                    .put("ready", true);
            instances.add(new ContainerInstance(namespace, name, directoryId, container, id, 0));
            return this;
        }

        /** The pod. */
        public DemoPod build() {
            return new DemoPod(json, List.copyOf(instances));
        }
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String hex(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
