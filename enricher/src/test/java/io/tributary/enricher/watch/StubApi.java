package io.tributary.enricher.watch;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * A small Kubernetes API on the JDK's HTTP server: lists in pages, watch streams, and any bad answer at any moment.
 * It knows pods and namespaces as names only.
 */
final class StubApi implements AutoCloseable {

    private record Trick(Predicate<String> when, StubAnswer answer) {}

    private record Event(long version, String line) {}

    private static final List<String> KINDS = List.of("pods", "namespaces", "nodes", "replicasets", "jobs");

    private final InetSocketAddress address;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Map<String, String>> objects = new ConcurrentHashMap<>();
    private final Map<String, List<BlockingQueue<String>>> watches = new ConcurrentHashMap<>();
    private final Map<String, List<Event>> history = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> methods = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger cutAfter = new AtomicInteger();
    private final List<String> clients = new CopyOnWriteArrayList<>();
    private volatile String accepted;
    private volatile Trick trick = new Trick(request -> false, exchange -> {});
    private volatile HttpServer server;
    private volatile String scheme;
    private long version = 100;

    /** Without TLS. */
    StubApi() throws IOException {
        this(null);
    }

    /** With TLS, asking for a client's certificate if the context has any to trust. */
    StubApi(SSLContext tls) throws IOException {
        for (String kind : KINDS) {
            objects.put(kind, new LinkedHashMap<>());
            watches.put(kind, new CopyOnWriteArrayList<>());
            history.put(kind, new CopyOnWriteArrayList<>());
        }
        listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), tls);
        address = server.getAddress();
    }

    String url() {
        return scheme + "://127.0.0.1:" + address.getPort();
    }

    /** Stops listening: from now on connections are refused, and those there were are cut. */
    void down() {
        server.stop(0);
    }

    /** Listens again on the same port, with another certificate if need be. */
    void up(SSLContext tls) throws IOException {
        listen(address, tls);
    }

    /** Ends every watch, as a server does that restarts. */
    synchronized void cutWatches() {
        watches.values().forEach(open -> open.forEach(watch -> watch.add("")));
    }

    private void listen(InetSocketAddress on, SSLContext tls) throws IOException {
        if (tls == null) {
            server = HttpServer.create(on, 0);
            scheme = "http";
        } else {
            HttpsServer https = HttpsServer.create(on, 0);
            https.setHttpsConfigurator(new HttpsConfigurator(tls) {
                @Override
                public void configure(HttpsParameters parameters) {
                    parameters.setWantClientAuth(true);
                }
            });
            server = https;
            scheme = "https";
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** All requests so far, path and query. */
    List<String> requests() {
        return requests;
    }

    /** The methods of all requests so far. */
    List<String> methods() {
        return methods;
    }

    /** All bearer tokens so far. */
    List<String> tokens() {
        return tokens;
    }

    /** From now on, requests of which this is true get that answer. */
    void answer(Predicate<String> when, StubAnswer answer) {
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

    /** The next event of any watch is cut after so many bytes, and its connection with it. */
    void cutNextEventAfter(int bytes) {
        cutAfter.set(bytes);
    }

    /** Refuses whoever does not show this token. */
    void accept(String token) {
        accepted = "Bearer " + token;
    }

    /** Names of those who showed a certificate of their own, in the order of their requests. */
    List<String> clients() {
        return clients;
    }

    /** Answers nothing, and keeps the connection until the stub is closed. */
    StubAnswer silence() {
        return exchange -> closing.await();
    }

    synchronized void namespace(String name) {
        put(
                "namespaces",
                name,
                "{'metadata':{'name':'" + name + "','uid':'ns-" + name + "','resourceVersion':'" + ++version
                        + "','labels':{'team':'" + name + "'}}}");
    }

    synchronized void node(String name, String zone) {
        put(
                "nodes",
                name,
                "{'metadata':{'name':'" + name + "','uid':'node-" + name + "','resourceVersion':'" + ++version
                        + "','labels':{'topology.kubernetes.io/zone':'" + zone + "','secret':'s3cr3t'}}}");
    }

    /** A ReplicaSet or Job, and who controls it. */
    synchronized void controller(String kind, String uid, String ownerKind, String owner) {
        put(
                kind,
                uid,
                "{'metadata':{'name':'" + uid + "','namespace':'shop','uid':'" + uid + "','resourceVersion':'"
                        + ++version + "','ownerReferences':[{'apiVersion':'x/v1','kind':'" + ownerKind + "','name':'"
                        + owner + "','uid':'uid-of-" + owner + "','controller':true}]}}");
    }

    /** Any object, as JSON with single quotes; its version is filled in for {@code $V}. */
    synchronized void object(String kind, String name, String json) {
        put(kind, name, json.replace("$V", Long.toString(++version)));
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
        String named =
                "{\"kind\":\"" + singular(kind) + "\",\"apiVersion\":\"" + version(kind) + "\"," + object.substring(1);
        String line = "{\"type\":\"" + type + "\",\"object\":" + named + "}";
        history.get(kind).add(new Event(version, line));
        watches.get(kind).forEach(watch -> watch.add(line));
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = URLDecoder.decode(exchange.getRequestURI().toString(), StandardCharsets.UTF_8);
        requests.add(request);
        methods.add(exchange.getRequestMethod());
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        if (authorization != null) {
            tokens.add(authorization);
        }
        try (exchange) {
            Trick now = trick;
            String kind = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            if (exchange instanceof HttpsExchange tls) {
                noteClient(tls);
            }
            if (accepted != null && !accepted.equals(authorization)) {
                StubAnswer.status(401).to(exchange);
            } else if (now.when().test(request)) {
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

    private void noteClient(HttpsExchange exchange) {
        try {
            clients.add(exchange.getSSLSession().getPeerPrincipal().getName());
        } catch (SSLPeerUnverifiedException e) {
            clients.add("nobody");
        }
    }

    private void list(HttpExchange exchange, String kind, String request) throws IOException {
        String body;
        synchronized (this) {
            List<String> all = new ArrayList<>(objects.get(kind).values());
            int from = number(request, "continue", 0);
            int to = Math.min(all.size(), from + number(request, "limit", Integer.MAX_VALUE / 2));
            String next = to < all.size() ? ",\"continue\":\"" + to + "\"" : "";
            body = "{\"kind\":\"" + singular(kind) + "List\",\"apiVersion\":\"" + version(kind)
                    + "\",\"metadata\":{\"resourceVersion\":\"" + version + "\"" + next
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
                    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
                    int cut = cutAfter.getAndSet(0);
                    body.write(bytes, 0, cut > 0 ? Math.min(cut, bytes.length) : bytes.length);
                    body.flush();
                    if (cut > 0) {
                        throw new IOException("cut by the test");
                    }
                }
            }
        } finally {
            watches.get(kind).remove(lines);
        }
    }

    private static String singular(String kind) {
        return switch (kind) {
            case "pods" -> "Pod";
            case "namespaces" -> "Namespace";
            case "nodes" -> "Node";
            case "replicasets" -> "ReplicaSet";
            default -> "Job";
        };
    }

    private static String version(String kind) {
        return switch (kind) {
            case "replicasets" -> "apps/v1";
            case "jobs" -> "batch/v1";
            default -> "v1";
        };
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
