package io.tributary.enricher.route;

import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Pod;

/** Decides where events go. */
@FunctionalInterface
public interface Router {

    /** What becomes of an event of a pod; never null, never throws. */
    Decision route(LogEvent event, Pod pod);
}
