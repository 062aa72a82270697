/** The nouns that every room of the enricher shares: an event, where it comes from, whose it is. Not here: any library, any I/O. */
package io.tributary.enricher.event;
