package io.tributary.standalone;

import io.tributary.collector.CollectorPart;
import io.tributary.enricher.EnricherPart;
import io.tributary.enricher.watch.WatcherPart;

/** The parts as their own processes run them. */
final class RealParts {

    private RealParts() {}

    static Parts all() {
        return new Parts(new WatcherPart(), new EnricherPart(), new CollectorPart());
    }
}
