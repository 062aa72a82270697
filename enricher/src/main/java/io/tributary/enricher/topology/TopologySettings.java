package io.tributary.enricher.topology;

import io.tributary.enricher.metadata.HoldPolicy;

/**
 * What of the configuration the topology needs.
 *
 * @param rawTopic read
 * @param metadataTopic read into the table of pods
 * @param deadLetterTopic written
 * @param hold how long and how much of an unknown pod is kept
 */
public record TopologySettings(String rawTopic, String metadataTopic, String deadLetterTopic, HoldPolicy hold) {}
