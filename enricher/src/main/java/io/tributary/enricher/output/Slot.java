package io.tributary.enricher.output;

/** A place in a template that every event fills anew. */
enum Slot {
    /** The event's time in UTC, inside a string. */
    TIMESTAMP,
    /** Position of the event's first byte in its file, digits. */
    OFFSET,
    /** The message, inside a string. */
    MESSAGE,
    /** The event's id behind the file id and its dash, inside a string. */
    ID,
    /** A whole field {@code stream} with a comma before it, or nothing. */
    STREAM,
    /** A whole field {@code attrs} with a comma before it, or nothing. */
    ATTRS,
    /** A whole field {@code time} with a comma before it, or nothing: as the runtime wrote it. */
    TIME,
    /** The fields {@code flags}, {@code gap_bytes}, {@code part} and {@code last_part}, each with a comma before it, or nothing. */
    REMARKS
}
