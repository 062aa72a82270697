package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Stream;
import io.tributary.enricher.parse.ParsedLine;

/**
 * Which fragments of a container instance belong together: those of one stream, written in one format.
 *
 * @param format how the runtime writes
 * @param stream {@code null} where the runtime does not tell
 * @param lateFile {@code null}; for bytes that fill a hole, the file they are in: they must not be joined with what is written now
 */
record MessageKey(ParsedLine.Format format, Stream stream, String lateFile) {

    /** Part of the keys of its pieces. */
    String label() {
        String label = format + "-" + stream;
        return lateFile == null ? label : label + '-' + lateFile;
    }

    void write(StateOutput out) {
        out.choice(format).choice(stream).text(lateFile);
    }

    static MessageKey read(StateInput in) {
        return new MessageKey(in.choice(ParsedLine.Format.class), in.choice(Stream.class), in.text());
    }
}
