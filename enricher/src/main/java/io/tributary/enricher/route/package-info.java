/** Where an event goes, or why it is dropped. Not here: how it is written there. */
package io.tributary.enricher.route;
