package io.tributary.enricher.output;

import io.tributary.enricher.event.Origin;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes a template: the fields of an object in their order, constants at once, slots where events differ. */
final class TemplateBuilder {

    /** The smallest reserve that {@link #fitting} can keep, in bytes: twenty values cut to {@link #CUT}, all escaped. */
    static final int SMALLEST_RESERVE = 64 << 10;

    private static final int CUT = 512;

    /** How much of the constants is written; each step says less than the one before. */
    private enum Detail {
        ALL,
        NO_ANNOTATIONS,
        NO_LABELS,
        CUT_VALUES
    }

    private final Origin origin;
    private final Detail detail;
    private final List<byte[]> constants = new ArrayList<>();
    private final List<Slot> slots = new ArrayList<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    private boolean first = true;
    private int collisions;

    private TemplateBuilder(Origin origin, Detail detail) {
        this.origin = origin;
        this.detail = detail;
        bytes.write('{');
    }

    /**
     * The fullest template whose overhead does not exceed the reserve. Annotations go first, then labels, then long
     * values are cut; if any of that was needed, every event says that it is truncated.
     *
     * @param reserve bytes, at least {@link #SMALLEST_RESERVE}
     * @param fields writes the fields of the outer object
     */
    static SplicedTemplate fitting(int reserve, Origin origin, Consumer<TemplateBuilder> fields) {
        SplicedTemplate template = null;
        for (Detail detail : Detail.values()) {
            TemplateBuilder builder = new TemplateBuilder(origin, detail);
            fields.accept(builder);
            template = builder.build();
            if (template.overhead() <= reserve) {
                return template;
            }
        }
        return template;
    }

    /** A text; nothing at all where it is {@code null} or empty, as a fact that is missing is left out. */
    TemplateBuilder field(String name, String value) {
        return value == null || value.isEmpty() ? this : raw(name, cut(value));
    }

    /** Opens an object. */
    TemplateBuilder open(String name) {
        name(name);
        bytes.write('{');
        first = true;
        return this;
    }

    /** Closes the object opened last. */
    TemplateBuilder close() {
        bytes.write('}');
        first = false;
        return this;
    }

    /** An object of labels, {@code {}} where there are none. */
    TemplateBuilder labels(String name, Map<String, String> labels) {
        return detail.compareTo(Detail.NO_LABELS) < 0 ? dedotted(name, labels) : this;
    }

    /** An object of annotations, nothing where there are none. */
    TemplateBuilder annotations(String name, Map<String, String> annotations) {
        return detail == Detail.ALL && !annotations.isEmpty() ? dedotted(name, annotations) : this;
    }

    /** A string that every event fills. */
    TemplateBuilder slot(String name, Slot slot) {
        name(name);
        bytes.write('"');
        splice(slot);
        bytes.write('"');
        return this;
    }

    /** Fields that an event may have; not at the beginning of an object. */
    TemplateBuilder optional(Slot slot) {
        if (first) {
            throw new IllegalStateException("slot " + slot + " brings its own comma: put a field before it");
        }
        splice(slot);
        return this;
    }

    /** The event's id. */
    TemplateBuilder eventId(String name) {
        name(name);
        bytes.write('"');
        text(origin.fileId() + '-');
        splice(Slot.ID);
        bytes.write('"');
        return this;
    }

    /** Dots in keys make objects of them in Elasticsearch, so they become {@code _}; on a collision the undotted key wins. */
    private TemplateBuilder dedotted(String name, Map<String, String> map) {
        Map<String, String> fields = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            String dedotted = key.replace('.', '_');
            if (!dedotted.equals(key) && (map.containsKey(dedotted) || fields.containsKey(dedotted))) {
                collisions++;
            } else {
                fields.put(dedotted, value);
            }
        });
        open(name);
        fields.forEach(this::raw);
        return close();
    }

    private TemplateBuilder raw(String name, String value) {
        name(name);
        bytes.write('"');
        text(value);
        bytes.write('"');
        return this;
    }

    private void name(String name) {
        if (!first) {
            bytes.write(',');
        }
        first = false;
        bytes.write('"');
        text(name);
        bytes.writeBytes(new byte[] {'"', ':'});
    }

    private void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        byte[] escaped = new byte[JsonText.measure(utf8, 0, utf8.length)];
        JsonText.write(utf8, 0, utf8.length, escaped, 0);
        bytes.writeBytes(escaped);
    }

    private String cut(String value) {
        return detail == Detail.CUT_VALUES && value.length() > CUT ? value.substring(0, CUT) : value;
    }

    private void splice(Slot slot) {
        constants.add(bytes.toByteArray());
        bytes.reset();
        slots.add(slot);
    }

    private SplicedTemplate build() {
        bytes.write('}');
        constants.add(bytes.toByteArray());
        return new SplicedTemplate(origin.fileId(), constants, slots, detail != Detail.ALL, collisions);
    }
}
