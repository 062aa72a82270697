/** How far every file is acknowledged, kept across restarts. Not here: files being read, Kafka. */
package io.tributary.collector.checkpoint;
