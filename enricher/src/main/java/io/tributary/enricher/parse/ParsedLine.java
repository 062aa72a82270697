package io.tributary.enricher.parse;

import io.tributary.enricher.event.Slice;
import io.tributary.enricher.event.Stream;

/**
 * The fields of one physical line; filled by a parser and used again for the next line, so that a line costs no object of its own.
 * Not safe for use by several threads.
 */
public final class ParsedLine {

    Format format;
    Stream stream;
    boolean complete;
    boolean replaced;
    byte[] timeArray;
    int timeFrom;
    int timeTo;
    byte[] array;
    int from;
    int to;
    Slice attrs;
    final Rfc3339 instant = new Rfc3339();

    /** The two ways in which runtimes write lines. */
    public enum Format {
        /** containerd and CRI-O: time, stream, tag, content. */
        CRI,
        /** Docker's json-file: one JSON object. */
        DOCKER
    }

    void start(Format written) {
        format = written;
        stream = null;
        complete = true;
        replaced = false;
        attrs = null;
    }

    void time(byte[] in, int first, int behind) {
        timeArray = in;
        timeFrom = first;
        timeTo = behind;
    }

    void message(byte[] in, int first, int behind) {
        array = in;
        from = first;
        to = behind;
    }

    /** How the line is written. */
    public Format format() {
        return format;
    }

    /** The stream it was written to; {@code null} where a Docker record does not tell. */
    public Stream stream() {
        return stream;
    }

    /** Whether the message ends with this line: tag {@code F}, or a Docker log that ends with a newline. */
    public boolean complete() {
        return complete;
    }

    /** Whether half a surrogate pair was replaced by U+FFFD. */
    public boolean replaced() {
        return replaced;
    }

    /** The runtime's timestamp as written. */
    public Slice time() {
        return new Slice(timeArray, timeFrom, timeTo);
    }

    /** The timestamp in seconds since 1970. */
    public long epochSecond() {
        return instant.epochSecond();
    }

    /** Nanoseconds within that second. */
    public int nano() {
        return instant.nano();
    }

    /** The array that holds the message. */
    public byte[] array() {
        return array;
    }

    /** First byte of the message. */
    public int from() {
        return from;
    }

    /** Behind the last byte of the message. */
    public int to() {
        return to;
    }

    /** The message, not copied. */
    public Slice message() {
        return new Slice(array, from, to);
    }

    /** Docker's {@code attrs} as one valid JSON object in UTF-8; {@code null} where there is none. */
    public Slice attrs() {
        return attrs;
    }
}
