package io.tributary.runtime;

import io.tributary.runtime.admin.Page;
import io.tributary.runtime.metrics.Metrics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The pages of a process: {@code /metrics}, {@code /livez}, {@code /readyz}, {@code /status}.
 * Liveness asks nothing outside of the process, or an outage of Kafka would restart everything.
 */
public final class Endpoints {

    private record Served(String name, Component component, Metrics metrics, Readiness readiness) {}

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final List<Served> parts = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final Instant since;

    /** @param clock tells since when a part is in its present state */
    public Endpoints(Clock clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /**
     * Adds a part; it is first asked after {@link #started}, and a process without parts is not ready.
     *
     * @param name the part's name as on the command line
     */
    public Endpoints add(String name, Component component, Metrics metrics) {
        parts.add(new Served(name, component, metrics, new Readiness(component, clock)));
        return this;
    }

    /** All parts have been started and may be asked. */
    public void started() {
        parts.forEach(part -> part.readiness().started());
    }

    /** What to answer, by path. */
    public Map<String, Supplier<Page>> pages() {
        return Map.of("/metrics", this::metrics, "/livez", this::live, "/readyz", this::ready, "/status", this::status);
    }

    /** What the only part says now; for the process's own log. */
    Readiness readiness() {
        return parts.get(0).readiness();
    }

    private Page metrics() {
        return new Page(
                OK,
                METRICS_TYPE,
                parts.stream().map(part -> part.metrics().scrape()).collect(Collectors.joining()));
    }

    private Page live() {
        List<String> failed = parts.stream()
                .filter(part -> part.component().failed())
                .map(Served::name)
                .toList();
        return failed.isEmpty()
                ? Page.text(OK, "ok\n")
                : Page.text(UNAVAILABLE, "ended by itself: " + String.join(", ", failed) + "\n");
    }

    private Page ready() {
        StringBuilder checks = new StringBuilder();
        boolean ready = !parts.isEmpty();
        for (Served part : parts) {
            Readiness.State state = part.readiness().observe();
            ready &= state.check().isOk();
            checks.append(checks.length() == 0 ? "" : ",")
                    .append("{\"part\":")
                    .append(quoted(part.name()))
                    .append(",\"ok\":")
                    .append(state.check().isOk());
            if (state.check() instanceof Check.Failed failed) {
                checks.append(",\"what\":").append(quoted(failed.what()));
                checks.append(",\"remedy\":").append(quoted(failed.remedy()));
            }
            checks.append(",\"since\":")
                    .append(quoted(state.since().toString()))
                    .append('}');
        }
        return Page.json(ready ? OK : UNAVAILABLE, "{\"ready\":" + ready + ",\"checks\":[" + checks + "]}\n");
    }

    private Page status() {
        StringBuilder text = new StringBuilder("tributary " + Version.text() + ", up since " + since + "\n");
        for (Served part : parts) {
            Readiness.State state = part.readiness().observe();
            text.append(part.name())
                    .append(": ")
                    .append(part.component().failed() ? "ended by itself" : describe(state.check()))
                    .append(", since ")
                    .append(state.since())
                    .append('\n');
        }
        return Page.text(OK, text.toString());
    }

    static String describe(Check check) {
        return check instanceof Check.Failed failed ? "not ready: " + failed.what() + "; " + failed.remedy() : "ready";
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
