/** From a metadata row, or from the path alone, to what outputs may know of a pod; and how long to wait for a row. Not here: the store or the timer. */
package io.tributary.enricher.metadata;
