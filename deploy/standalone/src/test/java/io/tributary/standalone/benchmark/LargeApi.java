package io.tributary.standalone.benchmark;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API server with very many pods, none of which it keeps: each is made when it is asked for, about as large as a real
 * one, most of it of no interest to the watcher. Counts what it is asked.
 */
final class LargeApi implements AutoCloseable {

    static final int NAMESPACES = 200;
    /** The label that says when a pod changed, in this JVM's nanoseconds. */
    static final String CHANGED = "changed";

    private static final Pattern PARAMETER = Pattern.compile("(limit|continue)=([0-9]+)");
    private static final String BULK = "{\"name\":\"SETTING\",\"value\":\"" + "x".repeat(80) + "\"},";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int pods;
    private final AtomicLongArray changed;
    private final AtomicLong version = new AtomicLong(1_000);
    private final List<BlockingQueue<Integer>> watches = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicLong> calls = new ConcurrentHashMap<>();
    private final AtomicLong listedBytes = new AtomicLong();
    private volatile boolean closed;

    LargeApi(int pods) throws IOException {
        this.pods = pods;
        this.changed = new AtomicLongArray(pods);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v1/pods", this::pods);
        server.createContext("/api/v1/namespaces", this::namespaces);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How often each thing was asked: pages of lists, and watches, by kind. */
    Map<String, AtomicLong> calls() {
        return calls;
    }

    /** Bytes of all pages of pods so far. */
    long listedBytes() {
        return listedBytes.get();
    }

    /** A pod's label changes now. */
    void change(int pod) {
        changed.set(pod, System.nanoTime());
        version.incrementAndGet();
        watches.forEach(watch -> watch.add(pod));
    }

    @Override
    public void close() {
        closed = true;
        server.stop(0);
        threads.shutdownNow();
    }

    private void pods(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        try (exchange) {
            if (query.contains("watch=true")) {
                watchPods(exchange);
            } else {
                count("list pods");
                int from = parameter(query, "continue", 0);
                int to = Math.min(pods, from + parameter(query, "limit", pods));
                StringBuilder page = new StringBuilder(head("PodList", to < pods ? to : 0));
                for (int i = from; i < to; i++) {
                    page.append(i == from ? "" : ",").append(pod(i));
                }
                listedBytes.addAndGet(send(exchange, page.append("]}").toString()));
            }
        }
    }

    private void watchPods(HttpExchange exchange) throws IOException {
        count("watch pods");
        BlockingQueue<Integer> news = new LinkedBlockingQueue<>();
        watches.add(news);
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
            out.flush();
            exchange.getResponseBody().flush();
            while (!closed) {
                Integer pod = news.poll(100, TimeUnit.MILLISECONDS);
                if (pod != null) {
                    out.write(
                            ("{\"type\":\"MODIFIED\",\"object\":" + pod(pod) + "}\n").getBytes(StandardCharsets.UTF_8));
                }
                if (news.isEmpty()) {
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            watches.remove(news);
        }
    }

    private void namespaces(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        try (exchange) {
            if (query.contains("watch=true")) {
                count("watch namespaces");
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                while (!closed) {
                    TimeUnit.MILLISECONDS.sleep(100);
                }
            } else {
                count("list namespaces");
                StringBuilder page = new StringBuilder(head("NamespaceList", 0));
                for (int i = 0; i < NAMESPACES; i++) {
                    page.append(i == 0 ? "" : ",")
                            .append(
                                    "{\"metadata\":{\"name\":\"ns-%d\",\"uid\":\"uid-of-ns-%d\",\"resourceVersion\":\"7\",\"labels\":{\"team\":\"t-%d\",\"tier\":\"production\"}}}"
                                            .formatted(i, i, i % 20));
                }
                send(exchange, page.append("]}").toString());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String head(String kind, int next) {
        return "{\"kind\":\"" + kind + "\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version.get()
                + "\"" + (next > 0 ? ",\"continue\":\"" + next + "\"" : "") + "},\"items\":[";
    }

    private String pod(int i) {
        String name = "app-" + i % 3_000 + "-5d78c9869d-" + Integer.toString(100_000 + i, 36);
        String uid = "%08x-0000-4000-8000-%012x".formatted(i, i);
        return """
                {"kind":"Pod","apiVersion":"v1","metadata":{"name":"%s","namespace":"ns-%d","uid":"%s","resourceVersion":"%d",\
                "creationTimestamp":"2026-11-01T00:00:00Z","labels":{"app":"app-%d","pod-template-hash":"5d78c9869d","%s":"%d"},\
                "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"%s"},\
                "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"app-%d-5d78c9869d","uid":"rs-%d","controller":true}]},\
                "spec":{"nodeName":"node-%d","containers":[{"name":"app","image":"registry.example/app:%d","env":[%s{"name":"LAST","value":"1"}]},\
                {"name":"proxy","image":"registry.example/proxy:7"}]},\
                "status":{"phase":"Running","podIP":"10.1.2.3","containerStatuses":[\
                {"name":"app","image":"registry.example/app:1","imageID":"sha256:%s","containerID":"containerd://%s","restartCount":0},\
                {"name":"proxy","image":"registry.example/proxy:7","imageID":"sha256:%s","containerID":"containerd://%s","restartCount":0}]}}""".formatted(
                        name,
                        i % NAMESPACES,
                        uid,
                        version.get(),
                        i % 3_000,
                        CHANGED,
                        changed.get(i),
                        "y".repeat(700),
                        i % 3_000,
                        i % 3_000,
                        i % 2_000,
                        i % 50,
                        BULK.repeat(8),
                        "a".repeat(64),
                        "b".repeat(64),
                        "c".repeat(64),
                        "d".repeat(64))
                .replace("\n", "");
    }

    private void count(String call) {
        calls.computeIfAbsent(call, c -> new AtomicLong()).incrementAndGet();
    }

    private static int send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        return bytes.length;
    }

    private static int parameter(String query, String name, int otherwise) {
        Matcher matcher = PARAMETER.matcher(query);
        while (matcher.find()) {
            if (matcher.group(1).equals(name)) {
                return Integer.parseInt(matcher.group(2));
            }
        }
        return otherwise;
    }
}
