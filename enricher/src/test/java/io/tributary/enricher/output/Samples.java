package io.tributary.enricher.output;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.event.Stream;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Events and pods that tests of formats start from. */
final class Samples {

    static final Origin ORIGIN = new Origin(
            "kubestage",
            "kubestage1008",
            "shop_cart-5d78c9869d-abcde_94c19eeb-a775-4121-8620-c4bd728935e2",
            "cart",
            2,
            "94c19eeba77511217620c4bd728935e20d895b89323621f3bf3ccc33350c8251",
            "/var/log/containers/cart-5d78c9869d-abcde_shop_cart-94c19eeba77511217620c4bd728935e20d895b89323621f3bf3ccc33350c8251.log",
            "0123456789abcdef0123456789abcdef");

    static final Pod POD = new Pod(
            "cart-5d78c9869d-abcde",
            "shop",
            "94c19eeb-a775-4121-8620-c4bd728935e2",
            ordered("app", "cart", "app.kubernetes.io/name", "cart", "empty", ""),
            Map.of(),
            "kubestage1008",
            List.of("10.64.1.2"),
            List.of(new Pod.Owner("ReplicaSet", "cart-5d78c9869d"), new Pod.Owner("Deployment", "cart")),
            List.of(new Pod.ContainerFacts("cart", "cart:1", null, null, 2)),
            new Pod.NamespaceFacts(
                    "663451cb-d245-4cda-8ef2-ae3bca580620",
                    "2024-06-07T08:09:10Z",
                    ordered("kubernetes.io/metadata.name", "shop"),
                    Map.of()),
            "https://api.kubestage:6443",
            null);

    private Samples() {}

    static Event line(String message) {
        return new Event(Slice.of(message));
    }

    static Pod pod(Map<String, String> labels, Map<String, String> annotations, Pod.NamespaceFacts namespace) {
        return new Pod(
                POD.name(),
                POD.namespace(),
                POD.uid(),
                labels,
                annotations,
                POD.node(),
                POD.ips(),
                POD.owners(),
                POD.containers(),
                namespace,
                POD.apiServerUrl(),
                null);
    }

    static Map<String, String> ordered(String... keysAndValues) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** A line of standard output that can be changed step by step. */
    static final class Event {
        private LogEvent.Kind kind = LogEvent.Kind.LINE;
        private Origin origin = ORIGIN;
        private long offset = 4711;
        private int part;
        private boolean last = true;
        private Stream stream = Stream.STDOUT;
        private Slice time = Slice.of("2026-01-05T10:11:12.123456789Z");
        private Instant instant = Instant.parse("2026-01-05T10:11:12.123456789Z");
        private final Slice message;
        private Slice attrs;
        private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
        private long gapBytes;

        Event(Slice message) {
            this.message = message;
        }

        Event kind(LogEvent.Kind value, long missing) {
            kind = value;
            gapBytes = missing;
            return this;
        }

        Event from(Origin value) {
            origin = value;
            return this;
        }

        Event at(long value) {
            offset = value;
            return this;
        }

        Event part(int number, boolean isLast) {
            part = number;
            last = isLast;
            return this;
        }

        Event stream(Stream value) {
            stream = value;
            return this;
        }

        Event time(String written, String read) {
            time = written == null ? null : Slice.of(written);
            instant = Instant.parse(read);
            return this;
        }

        Event attrs(String json) {
            return attrs(Slice.of(json));
        }

        Event attrs(Slice json) {
            attrs = json;
            return this;
        }

        Event flag(Flag... values) {
            flags.addAll(List.of(values));
            return this;
        }

        LogEvent build() {
            return new LogEvent(
                    kind,
                    origin,
                    offset,
                    part,
                    last,
                    stream,
                    time,
                    instant.getEpochSecond(),
                    instant.getNano(),
                    message,
                    attrs,
                    flags,
                    gapBytes);
        }
    }
}
