package io.tributary.enricher.watch;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An answer of the stub that takes the place of the right one. */
interface StubAnswer {

    /** Answers one request. */
    void to(HttpExchange exchange) throws IOException, InterruptedException;

    /** Answers with nothing but a status. */
    static StubAnswer status(int status) {
        return exchange -> {
            byte[] body = ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":" + status + "}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** Answers with a status and the wish to be asked again only after so many seconds. */
    static StubAnswer busy(int status, int retryAfterSeconds) {
        return exchange -> {
            exchange.getResponseHeaders().set("Retry-After", Integer.toString(retryAfterSeconds));
            status(status).to(exchange);
        };
    }

    /** Answers with a page that says all is well, as a proxy does that lost its server. */
    static StubAnswer page() {
        return exchange -> {
            byte[] body = "<html>It works!</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        };
    }

    /** Begins to answer, and cuts the connection after so many bytes. */
    static StubAnswer cut(String body, int bytes) {
        return exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8), 0, bytes);
            exchange.getResponseBody().flush();
            throw new IOException("cut by the test");
        };
    }
}
