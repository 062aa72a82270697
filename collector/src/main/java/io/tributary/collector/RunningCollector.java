package io.tributary.collector;

import io.tributary.runtime.text.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a running collector says of itself.
 *
 * @param check its part of {@code /status}
 * @param status what {@link CollectorStatus} wrote there
 */
record RunningCollector(Map<String, Object> check, Map<String, Object> status) {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Nobody answers there. */
    static final class NoAnswerException extends IOException {
        private static final long serialVersionUID = 1L;

        NoAnswerException(URI url, String problem) {
            super("no collector answers at " + url + " (" + problem
                    + "): start it, or say where it listens with --url or --config");
        }
    }

    /**
     * Asks it.
     *
     * @throws NoAnswerException if there is none
     * @throws IOException if what answers is no collector
     */
    static RunningCollector at(URI url) throws IOException {
        HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve("/status")).timeout(LIMIT).build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return parse(url, answer.body());
        } catch (IOException e) {
            throw new NoAnswerException(
                    url, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException(url, "interrupted");
        }
    }

    private static RunningCollector parse(URI url, String body) throws IOException {
        try {
            for (Object part : (List<?>) ((Map<?, ?>) Json.read(body)).get("parts")) {
                Map<String, Object> check = map(part);
                if ("collector".equals(check.get("part"))) {
                    return new RunningCollector(check, map(check.get("status")));
                }
            }
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new IOException("what answers at " + url + " is no collector: say where it listens with --url", e);
        }
        throw new IOException(
                "what answers at " + url + " is another part: say where the collector listens with --url");
    }

    @SuppressWarnings("unchecked") // Json reads keys as text
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    boolean isReady() {
        return Boolean.TRUE.equals(check.get("ok"));
    }

    /** Rows of the table of files. */
    List<Map<String, Object>> files() {
        return ((List<?>) status.get("files"))
                .stream().map(RunningCollector::map).toList();
    }

    static long number(Map<String, Object> row, String field) {
        return row.get(field) instanceof Number number ? number.longValue() : 0;
    }

    static String text(Map<String, Object> row, String field) {
        Object value = row.get(field);
        return value == null ? "-" : value.toString();
    }
}
