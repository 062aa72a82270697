/**
 * What crosses Kafka, and only what both tiers must agree on: record schemas, keys, topic specifications and their wire form.
 * Not here: how a chunk is read, joined or rendered.
 */
package io.tributary.schemas;
