package io.tributary.enricher.topology;

import io.tributary.schemas.record.LogChunk;

/**
 * A raw record with what is known of its pod.
 *
 * @param chunk the record's value, decoded
 * @param result how the two met
 */
record Joined(RawRecord raw, LogChunk chunk, KnownPod pod, JoinResult result) {}
