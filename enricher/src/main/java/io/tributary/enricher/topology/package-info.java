/** The only room with Kafka Streams: the graph, its processors and stores. Not here: any decision that could be taken without Kafka. */
package io.tributary.enricher.topology;
