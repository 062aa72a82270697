package io.tributary.enricher.topology;

import io.tributary.enricher.event.LogEvent;
import java.util.List;

/**
 * All events of one raw record, on their way out.
 *
 * @param events in this order
 * @param pod whose they are
 * @param result how chunk and row met
 */
record Emission(List<LogEvent> events, KnownPod pod, JoinResult result) {}
