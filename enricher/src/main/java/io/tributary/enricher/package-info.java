/**
 * The enricher's process: wiring, configuration, commands, the life of the Streams client.
 * Not here: what happens to a record (topology), and the watcher, which is a process of its own.
 */
package io.tributary.enricher;
