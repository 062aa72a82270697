/** Order-dependent state per file and container, pure: state in, state out. Not here: stores, clocks, threads, Kafka. */
package io.tributary.enricher.assembly;
