package io.tributary.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes that bear the fingerprint of a schema this version does not know: they were written by a newer one. */
public final class UnknownSchemaException extends SerializationException {

    private static final long serialVersionUID = 1L;

    private final long fingerprint;

    UnknownSchemaException(String expected, long fingerprint) {
        super("record has schema fingerprint " + Long.toHexString(fingerprint) + ", which is no known version of "
                + expected
                + ": upgrade the centre before the collectors, then replay the record from the dead-letter topic");
        this.fingerprint = fingerprint;
    }

    /** The 64-bit CRC-AVRO fingerprint that the record bears. */
    public long fingerprint() {
        return fingerprint;
    }
}
