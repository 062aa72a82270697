package io.tributary.standalone.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * As much of the Kubernetes API as a watcher of pods and namespaces sees: lists, and watches that go on from a list.
 * For the demo and for tests; anybody who can reach its port can read it.
 */
public final class StubApi implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int WATCH_SECONDS = 600;

    private final StubObjects objects = new StubObjects();
    private final AtomicInteger refusal = new AtomicInteger();
    private final AtomicBoolean hanging = new AtomicBoolean();
    private final ExecutorService threads;
    private volatile HttpServer server;
    private volatile InetSocketAddress bound;

    private StubApi(ExecutorService threads) {
        this.threads = threads;
    }

    /**
     * Starts a server.
     *
     * @param address where it listens; port 0 for any free one
     * @throws IOException if the port is taken
     */
    public static StubApi start(InetSocketAddress address) throws IOException {
        AtomicInteger number = new AtomicInteger();
        ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "stub-api-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        StubApi api = new StubApi(threads);
        try {
            api.listen(address);
        } catch (IOException e) {
            throw new IOException(
                    "the stub API cannot listen on " + address + ": " + e.getMessage()
                            + ": name another address with --api-listen",
                    e);
        }
        return api;
    }

    private void listen(InetSocketAddress address) throws IOException {
        HttpServer created = HttpServer.create(address, 0);
        created.setExecutor(threads);
        created.createContext("/", this::answer);
        created.start();
        server = created;
        bound = created.getAddress();
    }

    /** Its URL, with the port it really has. */
    public String url() {
        InetSocketAddress address = bound;
        return "http://" + (address.getAddress().isAnyLocalAddress() ? "127.0.0.1" : address.getHostString()) + ':'
                + address.getPort();
    }

    /** Adds an object, or replaces the one of its kind, namespace and name. */
    public void put(ObjectNode object) {
        objects.put(object);
    }

    /** Deletes an object; does nothing if there is none. */
    public void delete(ObjectNode object) {
        objects.delete(object);
    }

    /** From now on every request is answered with this status, and watches end; 0 to answer rightly again. */
    public void refuseWith(int status) {
        refusal.set(status);
        if (status != 0) {
            objects.endWatches();
        }
    }

    /** From now on nothing is answered, and watches end; or again everything, and those who wait are cut off. */
    public void hang(boolean on) {
        synchronized (hanging) {
            hanging.set(on);
            hanging.notifyAll();
        }
        if (on) {
            objects.endWatches();
        }
    }

    /** From now on connections are refused. */
    public void down() {
        objects.endWatches();
        server.stop(0);
    }

    /** Listens again, on the same port. */
    public void up() throws IOException {
        listen(bound);
    }

    @Override
    public void close() {
        hang(false);
        objects.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            String collection = switch (uri.getPath()) {
                case "/api/v1/pods" -> StubObjects.PODS;
                case "/api/v1/namespaces" -> StubObjects.NAMESPACES;
                default -> "";
            };
            Map<String, String> query = query(uri);
            if (hanging.get()) {
                waitUntilItHangsNoMore();
            } else if (refusal.get() != 0) {
                send(exchange, refusal.get(), failure(refusal.get(), "refused by the test"));
            } else if (!exchange.getRequestMethod().equals("GET") || collection.isEmpty()) {
                send(exchange, 404, failure(404, "the stub API has pods and namespaces only"));
            } else if (query.getOrDefault("watch", "").matches("true|1")) {
                watch(exchange, collection, query);
            } else {
                send(exchange, 200, objects.list(collection));
            }
        }
    }

    private void waitUntilItHangsNoMore() {
        synchronized (hanging) {
            try {
                while (hanging.get()) {
                    hanging.wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void watch(HttpExchange exchange, String collection, Map<String, String> query) throws IOException {
        long version = Long.parseLong(query.getOrDefault("resourceVersion", "0"));
        long seconds = Long.parseLong(query.getOrDefault("timeoutSeconds", Integer.toString(WATCH_SECONDS)));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.flush();
            objects.follow(collection, version, seconds, event -> {
                out.write(MAPPER.writeValueAsBytes(event));
                out.write('\n');
                out.flush();
            });
        }
    }

    private static void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = MAPPER.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static ObjectNode failure(int code, String message) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.put("apiVersion", "v1").put("kind", "Status").put("status", "Failure");
        return status.put("code", code).put("message", message);
    }

    private static Map<String, String> query(URI uri) {
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        return Stream.of(query.split("&", -1))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2)
                .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair[1]), (first, again) -> again));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
