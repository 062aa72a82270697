/** Chunks into Kafka: the producer, its limits and what happens when it fails. Not here: where chunks come from. */
package io.tributary.collector.publish;
