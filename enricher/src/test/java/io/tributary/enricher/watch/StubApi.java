package io.tributary.enricher.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A small Kubernetes API on the JDK's HTTP server: lists in pages, watch streams, and any bad answer at any moment.
 * It knows pods and namespaces as names only.
 */
final class StubApi implements AutoCloseable {

    /** An answer that takes the place of the right one. */
    interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private record Trick(Predicate<String> when, Answer answer) {}

    private record Event(long version, String line) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Map<String, String>> objects = new ConcurrentHashMap<>();
    private final Map<String, List<BlockingQueue<String>>> watches = new ConcurrentHashMap<>();
    private final Map<String, List<Event>> history = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Trick trick = new Trick(request -> false, exchange -> {});
    private long version = 100;

    StubApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        for (String kind : List.of("pods", "namespaces")) {
            objects.put(kind, new LinkedHashMap<>());
            watches.put(kind, new CopyOnWriteArrayList<>());
            history.put(kind, new CopyOnWriteArrayList<>());
        }
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** All requests so far, path and query. */
    List<String> requests() {
        return requests;
    }

    /** All bearer tokens so far. */
    List<String> tokens() {
        return tokens;
    }

    /** From now on, requests of which this is true get that answer. */
    void answer(Predicate<String> when, Answer answer) {
        trick = new Trick(when, answer);
    }

    /** From now on all answers are right again. */
    void behave() {
        trick = new Trick(request -> false, exchange -> {});
    }

    static boolean isList(String request) {
        return !isWatch(request);
    }

    static boolean isWatch(String request) {
        return request.contains("watch=true");
    }

    /** Answers with nothing but a status. */
    static Answer status(int status) {
        return exchange -> {
            byte[] body = ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + status + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** Answers nothing, and keeps the connection until the stub is closed. */
    Answer silence() {
        return exchange -> closing.await();
    }

    synchronized void namespace(String name) {
        put(
                "namespaces",
                name,
                "{'metadata':{'name':'" + name + "','uid':'ns-" + name + "','resourceVersion':'" + ++version
                        + "','labels':{'team':'" + name + "'}}}");
    }

    synchronized void pod(String name, String uid, String label) {
        put(
                "pods",
                name,
                "{'metadata':{'name':'" + name + "','namespace':'shop','uid':'" + uid + "','resourceVersion':'"
                        + ++version + "','labels':{'v':'" + label
                        + "'}},'spec':{'containers':[{'name':'main','env':[{'name':'PASSWORD','value':'s3cr3t'}]}]}}");
    }

    synchronized void delete(String kind, String name) {
        version++;
        tell(kind, "DELETED", objects.get(kind).remove(name));
    }

    /** Forgets an object without a word to any watch. */
    synchronized void deleteSilently(String kind, String name) {
        version++;
        objects.get(kind).remove(name);
    }

    /** Says a line in every watch of a kind. */
    synchronized void say(String kind, String line) {
        watches.get(kind).forEach(watch -> watch.add(line.replace('\'', '"')));
    }

    int watchers(String kind) {
        return watches.get(kind).size();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void put(String kind, String name, String json) {
        String object = json.replace('\'', '"');
        String former = objects.get(kind).put(name, object);
        tell(kind, former == null ? "ADDED" : "MODIFIED", object);
    }

    private void tell(String kind, String type, String object) {
        String named = "{\"kind\":\"" + (kind.equals("pods") ? "Pod" : "Namespace") + "\",\"apiVersion\":\"v1\","
                + object.substring(1);
        String line = "{\"type\":\"" + type + "\",\"object\":" + named + "}";
        history.get(kind).add(new Event(version, line));
        watches.get(kind).forEach(watch -> watch.add(line));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        requests.add(request);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            tokens.add(authorization);
        }
        try (exchange) {
            Trick now = trick;
            String kind = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            if (now.when().test(request)) {
                now.answer().to(exchange);
            } else if (isWatch(request)) {
                watch(exchange, kind, number(request, "resourceVersion", 0));
            } else {
                list(exchange, kind, request);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void list(HttpExchange exchange, String kind, String request) throws IOException {
        String body;
        synchronized (this) {
            List<String> all = new ArrayList<>(objects.get(kind).values());
            int from = number(request, "continue", 0);
            int to = Math.min(all.size(), from + number(request, "limit", Integer.MAX_VALUE / 2));
            String next = to < all.size() ? ",\"continue\":\"" + to + "\"" : "";
            body = "{\"kind\":\"" + (kind.equals("pods") ? "PodList" : "NamespaceList")
                    + "\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"" + version + "\"" + next
                    + "},\"items\":[" + String.join(",", all.subList(from, to)) + "]}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void watch(HttpExchange exchange, String kind, long after) throws IOException, InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        synchronized (this) {
            history.get(kind).stream().filter(e -> e.version() > after).forEach(e -> lines.add(e.line()));
            watches.get(kind).add(lines);
        }
        try {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            body.flush();
            while (closing.getCount() > 0) {
                String line = lines.poll(50, TimeUnit.MILLISECONDS);
                if (line != null && line.isEmpty()) {
                    return;
                }
                if (line != null) {
                    body.write((line + "\n").getBytes(StandardCharsets.UTF_8));
                    body.flush();
                }
            }
        } finally {
            watches.get(kind).remove(lines);
        }
    }

    private static int number(String request, String parameter, int otherwise) {
        int at = request.indexOf(parameter + "=");
        if (at < 0) {
            return otherwise;
        }
        String value = request.substring(at + parameter.length() + 1).replaceFirst("&.*", "");
        return value.isEmpty() ? otherwise : Integer.parseInt(value);
    }
}
