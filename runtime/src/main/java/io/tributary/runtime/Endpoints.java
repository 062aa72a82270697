package io.tributary.runtime;

import io.tributary.runtime.admin.Page;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.runtime.text.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The pages of a process: {@code /metrics}, {@code /livez}, {@code /readyz}, {@code /status}.
 * Liveness asks nothing outside of the process, or an outage of Kafka would restart everything.
 *
 * <p>{@code /readyz} is {@code {"ready", "checks": [CHECK]}}, {@code /status} is {@code {"version", "since", "parts": [CHECK]}} where each check
 * has a field more: {@code "status"}, what {@link Component#status} says. A check is {@code {"part", "ok", "what", "remedy", "since"}}: {@code what}
 * and {@code remedy} only where {@code ok} is false, {@code since} an instant, since when {@code ok} is what it is. Fields are only ever added.
 */
public final class Endpoints {

    private record Served(
            String name, Component component, Metrics metrics, Readiness readiness, Heartbeat heartbeat) {}

    private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final List<Served> parts = new CopyOnWriteArrayList<>();
    private final Clock clock;
    private final LongSupplier nanoClock;
    private final Instant since;

    /** @param clock tells since when a part is in its present state */
    public Endpoints(Clock clock) {
        this(clock, System::nanoTime);
    }

    Endpoints(Clock clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.since = clock.instant();
    }

    /**
     * Adds a part; it is first asked after {@link #started}, and a process without parts is not ready.
     *
     * @param name the part's name as on the command line
     */
    public Endpoints add(String name, Component component, Metrics metrics) {
        parts.add(new Served(
                name, component, metrics, new Readiness(component, clock), new Heartbeat(component, nanoClock)));
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
        List<String> dead = parts.stream()
                .filter(part -> part.component().failed() || !part.heartbeat().isBeating())
                .map(part -> part.name() + (part.component().failed() ? " ended by itself" : " hangs"))
                .toList();
        return dead.isEmpty() ? Page.text(OK, "ok\n") : Page.text(UNAVAILABLE, String.join(", ", dead) + "\n");
    }

    private Page ready() {
        List<Map<String, Object>> checks = new ArrayList<>();
        boolean ready = !parts.isEmpty();
        for (Served part : parts) {
            Map<String, Object> check = check(part);
            ready &= Boolean.TRUE.equals(check.get("ok"));
            checks.add(check);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ready", ready);
        body.put("checks", checks);
        return Page.json(ready ? OK : UNAVAILABLE, Json.write(body) + "\n");
    }

    private Page status() {
        List<Map<String, Object>> states = new ArrayList<>();
        for (Served part : parts) {
            Map<String, Object> state = check(part);
            state.put("status", part.component().status());
            states.add(state);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("version", Version.text());
        body.put("since", since.toString());
        body.put("parts", states);
        return Page.json(OK, Json.write(body) + "\n");
    }

    private static Map<String, Object> check(Served part) {
        Readiness.State state = part.readiness().observe();
        Map<String, Object> check = new LinkedHashMap<>();
        check.put("part", part.name());
        check.put("ok", state.check().isOk());
        if (state.check() instanceof Check.Failed failed) {
            check.put("what", failed.what());
            check.put("remedy", failed.remedy());
        }
        check.put("since", state.since().toString());
        return check;
    }

    static String describe(Check check) {
        return check instanceof Check.Failed failed ? "not ready: " + failed.what() + "; " + failed.remedy() : "ready";
    }
}
