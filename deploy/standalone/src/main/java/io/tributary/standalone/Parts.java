package io.tributary.standalone;

import io.tributary.runtime.Part;
import java.util.List;

/**
 * The three parts that standalone runs in one JVM.
 *
 * @param watcher from Kubernetes to the metadata topic
 * @param enricher from raw to output topic
 * @param collector from files to the raw topic
 */
public record Parts(Part watcher, Part enricher, Part collector) {

    /** In the order in which they are started. */
    List<Part> all() {
        return List.of(watcher, enricher, collector);
    }
}
