package io.tributary.enricher.topology;

/**
 * A rendered event and its topic.
 *
 * @param topic checked to exist
 * @param value one JSON object
 */
record Outgoing(String topic, byte[] value) {}
