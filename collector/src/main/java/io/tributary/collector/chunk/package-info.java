/** The nouns that every room of the collector shares: what is read, from where, and who takes it. Not here: any I/O. */
package io.tributary.collector.chunk;
