/** A process of its own behind a closed door: what Kubernetes knows of pods, into the metadata topic. Not here: anything of the enricher; nobody imports this room. */
package io.tributary.enricher.watch;
