/** Following files on a disk: identity, rotation, reading, fair turns. Not here: Kubernetes, Kafka, checkpoints. */
package io.tributary.collector.tail;
