package io.tributary.runtime.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves pages to operators and their monitoring on the JDK's HTTP server, with two threads and time limits. */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(AdminServer.class);
    private static final int THREADS = 2;
    private static final int BACKLOG = 16;
    /** Seconds for a request to arrive and for an answer to leave: whoever sends byte by byte must not keep the threads. */
    private static final Map<String, String> LIMITS = Map.of(
            "sun.net.httpserver.maxReqTime", "5",
            "sun.net.httpserver.maxRspTime", "10",
            "sun.net.httpserver.maxIdleConnections", "16",
            "jdk.httpserver.maxConnections", "64");

    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Supplier<Page>> pages;

    private AdminServer(HttpServer server, Map<String, Supplier<Page>> pages) {
        AtomicInteger number = new AtomicInteger();
        this.server = server;
        this.pages = Map.copyOf(pages);
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "admin-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Binds and serves.
     *
     * @param address where to listen; port 0 takes any free one
     * @param pages what to answer, by path; a supplier that throws is answered with 500
     * @throws IOException if the address cannot be bound; the message names it and says what to change
     */
    public static AdminServer start(InetSocketAddress address, Map<String, Supplier<Page>> pages) throws IOException {
        limitTimes();
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort() + " (" + e.getMessage()
                            + "): set admin.listen to a free address of this machine, or to nothing for no admin server",
                    e);
        }
        AdminServer admin = new AdminServer(server, pages);
        server.setExecutor(admin.threads);
        server.createContext("/", admin::answer);
        server.start();
        LOGGER.atInfo()
                .addKeyValue("host", address.getHostString())
                .addKeyValue("port", admin.port())
                .log("Admin server listens");
        return admin;
    }

    /** The bound port. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            Page page = METHODS.contains(exchange.getRequestMethod())
                    ? page(exchange.getRequestURI().getPath())
                    : Page.text(405, "only GET and HEAD\n");
            byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", page.contentType());
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Page page(String path) {
        Supplier<Page> page = pages.get(path);
        if (page == null) {
            return Page.text(
                    404,
                    "there are: "
                            + String.join(" ", pages.keySet().stream().sorted().toList()) + "\n");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            LOGGER.atError().addKeyValue("path", path).setCause(e).log("Admin page failed");
            return Page.text(500, "this page failed; the process's log says why\n");
        }
    }

    /** The JDK's server takes its limits from system properties only, and has none by default. */
    private static void limitTimes() {
        LIMITS.forEach((property, limit) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, limit);
            }
        });
    }
}
