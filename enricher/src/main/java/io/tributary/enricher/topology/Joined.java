package io.tributary.enricher.topology;

/**
 * A raw record with what is known of its pod.
 *
 * @param result how the two met
 */
record Joined(RawRecord raw, KnownPod pod, JoinResult result) {}
