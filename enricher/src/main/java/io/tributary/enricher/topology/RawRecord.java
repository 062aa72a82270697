package io.tributary.enricher.topology;

/**
 * One record of the raw topic and where it lies there.
 *
 * @param key {@code cluster/<pod directory name>}
 * @param value an encoded chunk; not to be changed
 * @param partition its raw partition
 * @param offset its raw offset
 * @param timestamp the broker's append time, milliseconds since 1970
 */
record RawRecord(String key, byte[] value, int partition, long offset, long timestamp) {}
