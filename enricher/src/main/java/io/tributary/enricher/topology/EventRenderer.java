package io.tributary.enricher.topology;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.event.Slice;
import io.tributary.enricher.metadata.PathOnlyPod;
import io.tributary.enricher.output.OutputFormat;
import io.tributary.enricher.output.OutputFormat.Template;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders events with templates that are kept per file and pod, and never gives out more bytes than a record may have:
 * an oversized send would abort its transaction, and every repetition of it (protocol 2). For one thread.
 */
final class EventRenderer {

    /** Reason shown when only the path's facts are rendered because all facts would be too much. */
    static final String TOO_LARGE = "too-large";
    /** Reason shown when rendering all facts failed. */
    static final String RENDERING = "rendering-failed";

    private static final Logger LOGGER = LoggerFactory.getLogger(EventRenderer.class);
    private static final int TEMPLATES = 2_000;
    /** Record framing, header name, and an id of 32 + 1 + 10 + 1 + 19 + 1 + 10 digits. */
    private static final int AROUND = 256;
    /** One byte becomes six at most, as a JSON escape. */
    private static final int WORST_ESCAPE = 6;

    private final Map<String, OutputFormat> formats;
    private final OutputTopics topics;
    private final Sums sums;
    private final Map<Key, Template> templates = new BoundedCache<>(TEMPLATES);
    private final LogPace pace = new LogPace();
    private Origin lastOrigin;
    private KnownPod lastPod;
    private String lastFormat;
    private Template last;

    private record Key(Origin origin, KnownPod pod, String format) {}

    EventRenderer(Map<String, OutputFormat> formats, OutputTopics topics, Sums sums) {
        this.formats = formats;
        this.topics = topics;
        this.sums = sums;
    }

    /** The event as JSON; small enough together with a key of so many bytes. */
    byte[] render(LogEvent event, KnownPod pod, String format, int keyBytes) {
        int limit = topics.maxRecordBytes() - keyBytes - AROUND;
        String reason = TOO_LARGE;
        try {
            byte[] whole = template(event.origin(), pod, format).render(event);
            if (whole.length <= limit) {
                return whole;
            }
        } catch (RuntimeException e) {
            reason = RENDERING;
            if (pace.due(reason, System.currentTimeMillis())) {
                LOGGER.atError()
                        .addKeyValue("format", format)
                        .setCause(e)
                        .log("Event cannot be rendered with all facts of its pod; it goes out with those of its path");
            }
        }
        return plain(event, format, limit, reason);
    }

    private byte[] plain(LogEvent event, String format, int limit, String reason) {
        Pod byPath = PathOnlyPod.of(event.origin().podDirectory(), reason);
        Template template = formats.get(format).template(event.origin(), byPath);
        byte[] plain = template.render(event);
        if (plain.length <= limit) {
            return plain;
        }
        int room = Math.max(0, limit - template.overhead()) / WORST_ESCAPE;
        return template.render(cut(event, Math.min(room, event.message().length())));
    }

    private static LogEvent cut(LogEvent event, int bytes) {
        return new LogEvent(
                        event.kind(),
                        event.origin(),
                        event.offset(),
                        event.part(),
                        event.lastPart(),
                        event.stream(),
                        event.time(),
                        event.epochSecond(),
                        event.nano(),
                        bytes == 0 ? Slice.EMPTY : event.message().sub(0, bytes),
                        null,
                        event.flags(),
                        event.gapBytes())
                .with(Flag.TRUNCATED);
    }

    /** The events of a chunk share their origin, pod and format objects: comparing these costs less than a look into the cache. */
    @SuppressWarnings("ReferenceEquality") // another object that is equal is found in the cache
    private Template template(Origin origin, KnownPod pod, String format) {
        if (lastOrigin != origin || lastPod != pod || !format.equals(lastFormat)) {
            last = cached(new Key(origin, pod, format));
            lastOrigin = origin;
            lastPod = pod;
            lastFormat = format;
        }
        return last;
    }

    private Template cached(Key key) {
        Template template = templates.get(key);
        if (template == null) {
            template = formats.get(key.format).template(key.origin, key.pod.pod());
            templates.put(key, template);
            if (template.collisions() > 0) {
                sums.collided(template.collisions());
            }
        }
        return template;
    }
}
