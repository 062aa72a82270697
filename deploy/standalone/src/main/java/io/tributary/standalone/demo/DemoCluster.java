package io.tributary.standalone.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tributary.standalone.load.ContainerInstance;
import java.util.List;
import java.util.Map;

/** The few pods of the demo, one of each kind that people meet: all on one node. */
final class DemoCluster {

    static final String NAME = "demo";
    static final String NODE = "demo-node-1";

    private DemoCluster() {}

    static List<ObjectNode> namespaces() {
        return List.of(
                DemoPod.namespace("shop", Map.of("team", "storefront", "tier", "production")),
                DemoPod.namespace("monitoring", Map.of("team", "observability")),
                DemoPod.namespace("kube-system", Map.of()));
    }

    static List<DemoPod> pods() {
        return List.of(
                web("web-7d4b9c6f5d-x2x7q"),
                web("web-7d4b9c6f5d-m9k4t"),
                DemoPod.named("shop", "orders-db-0", NODE)
                        .label("app.kubernetes.io/name", "orders-db")
                        .label("statefulset.kubernetes.io/pod-name", "orders-db-0")
                        .ownedBy("StatefulSet", "orders-db")
                        .container("postgres", "registry.example/postgres:17.2")
                        .build(),
                DemoPod.named("monitoring", "node-exporter-8zq5w", NODE)
                        .label("app", "node-exporter")
                        .label("pod-template-generation", "3")
                        .ownedBy("DaemonSet", "node-exporter")
                        .container("node-exporter", "registry.example/node-exporter:1.9.1")
                        .build(),
                DemoPod.named("kube-system", "kube-apiserver-" + NODE, NODE)
                        .label("component", "kube-apiserver")
                        .label("tier", "control-plane")
                        .ownedBy("Node", NODE)
                        .mirrorOfStaticPod()
                        .container("kube-apiserver", "registry.example/kube-apiserver:v1.34.1")
                        .build());
    }

    static List<ContainerInstance> containers() {
        return pods().stream().flatMap(pod -> pod.containers().stream()).toList();
    }

    private static DemoPod web(String name) {
        return DemoPod.named("shop", name, NODE)
                .label("app", "web")
                .label("app.kubernetes.io/version", "2026.11.3")
                .label("pod-template-hash", "7d4b9c6f5d")
                .ownedBy("ReplicaSet", "web-7d4b9c6f5d")
                .container("web", "registry.example/shop/web:2026.11.3")
                .container("proxy", "registry.example/envoy:1.36")
                .build();
    }
}
