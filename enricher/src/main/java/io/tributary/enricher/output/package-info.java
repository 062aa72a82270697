/** One class per output format. Not here: which format is chosen, where the bytes go. */
package io.tributary.enricher.output;
