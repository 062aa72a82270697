/**
 * The collector's process: wiring, configuration, commands, the order of start and stop.
 * Not here: reading files, talking to Kafka, keeping checkpoints.
 */
package io.tributary.collector;
