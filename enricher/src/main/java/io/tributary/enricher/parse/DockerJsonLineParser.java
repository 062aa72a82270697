package io.tributary.enricher.parse;

import io.tributary.enricher.event.Slice;
import io.tributary.enricher.event.Stream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One JSON object with {@code log}, {@code stream}, {@code time} and perhaps {@code attrs}, in any order, as Docker's json-file driver writes it.
 * A log that ends with a newline is complete and loses that newline; an empty log is complete; any other is a fragment. Of a repeated key the last
 * counts; unknown keys are passed over. No valid time, or no string as log, and it is no record; so too with a stream of another name, attributes
 * that are no object, or anything behind the object.
 */
public final class DockerJsonLineParser implements LineParser {

    /** Larger attributes make the line no record: they are repeated with every part of a message. */
    static final int MAX_ATTRS = 65_536;

    private static final byte[] LOG = ascii("log");
    private static final byte[] STREAM = ascii("stream");
    private static final byte[] TIME = ascii("time");
    private static final byte[] ATTRS = ascii("attrs");

    private static final byte[] STDOUT = ascii(Stream.STDOUT.label());
    private static final byte[] STDERR = ascii(Stream.STDERR.label());

    @Override
    public boolean parse(byte[] array, int from, int to, ParsedLine into) {
        return new Reading(array, from, to, into).record();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** One pass over one object. */
    private static final class Reading {
        private final byte[] array;
        private final ParsedLine line;
        private final JsonScanner json = new JsonScanner();
        private boolean hasLog;
        private boolean hasTime;

        Reading(byte[] array, int from, int to, ParsedLine into) {
            this.array = array;
            this.line = into;
            json.start(array, from, to);
        }

        boolean record() {
            line.start(ParsedLine.Format.DOCKER);
            json.blanks();
            if (!json.pass('{')) {
                return false;
            }
            do {
                if (!member()) {
                    return false;
                }
                json.blanks();
            } while (json.pass(','));
            if (!json.pass('}')) {
                return false;
            }
            json.blanks();
            return json.atEnd() && hasLog && hasTime;
        }

        private boolean member() {
            json.blanks();
            int from = json.position();
            if (!json.string()) {
                return false;
            }
            int to = json.position();
            boolean escaped = json.escaped();
            json.blanks();
            if (!json.pass(':')) {
                return false;
            }
            json.blanks();
            if (is(LOG, from, to, escaped)) {
                return log();
            }
            if (is(STREAM, from, to, escaped)) {
                return stream();
            }
            if (is(TIME, from, to, escaped)) {
                return time();
            }
            return is(ATTRS, from, to, escaped) ? attrs() : json.value();
        }

        private boolean is(byte[] name, int from, int to, boolean escaped) {
            return escaped
                    ? new JsonText(array, from + 1, to - 1).is(name)
                    : Arrays.equals(array, from + 1, to - 1, name, 0, name.length);
        }

        private boolean log() {
            int from = json.position() + 1;
            if (!json.string()) {
                return false;
            }
            int to = json.position() - 1;
            hasLog = true;
            line.replaced = false;
            if (!json.escaped()) {
                line.message(array, from, to);
                line.complete = from == to;
            } else if (json.firstEscape() == to - 2 && array[to - 1] == 'n') {
                // The usual case, a newline at the end and no other escape: the message needs no copy.
                line.message(array, from, to - 2);
                line.complete = true;
            } else {
                JsonText text = new JsonText(array, from, to);
                boolean newline = text.length() > 0 && text.array()[text.length() - 1] == '\n';
                line.message(text.array(), 0, newline ? text.length() - 1 : text.length());
                line.complete = newline || text.length() == 0;
                line.replaced = text.replaced();
            }
            return true;
        }

        private boolean stream() {
            line.stream = null;
            if (json.word("null")) {
                return true;
            }
            int from = json.position();
            if (!json.string()) {
                return false;
            }
            if (is(STDOUT, from, json.position(), json.escaped())) {
                line.stream = Stream.STDOUT;
            } else if (is(STDERR, from, json.position(), json.escaped())) {
                line.stream = Stream.STDERR;
            }
            return line.stream != null;
        }

        private boolean time() {
            int from = json.position() + 1;
            if (!json.string()) {
                return false;
            }
            int to = json.position() - 1;
            if (json.escaped()) {
                JsonText text = new JsonText(array, from, to);
                line.time(text.array(), 0, text.length());
            } else {
                line.time(array, from, to);
            }
            hasTime = line.instant.parse(line.timeArray, line.timeFrom, line.timeTo);
            return hasTime;
        }

        private boolean attrs() {
            line.attrs = null;
            if (json.word("null")) {
                return true;
            }
            int from = json.position();
            if (json.peek() != '{' || !json.value() || json.position() - from > MAX_ATTRS) {
                return false;
            }
            line.attrs = valid(new Slice(array, from, json.position()));
            return true;
        }

        /** The slice itself, or a copy in which invalid UTF-8 (it can only stand inside strings) is replaced. */
        private static Slice valid(Slice attrs) {
            for (int i = attrs.from(); i < attrs.to(); i++) {
                if (attrs.array()[i] < 0) {
                    return Slice.of(attrs.toString());
                }
            }
            return attrs;
        }
    }
}
