package io.tributary.enricher.topology;

import io.tributary.enricher.output.OutputFormat;
import io.tributary.enricher.route.Router;
import java.util.Map;

/**
 * Where events go and how they are written. Shared by all threads.
 *
 * @param router decides
 * @param formats by the names that the router gives
 * @param topics which of the topics may be written to
 */
public record Shaping(Router router, Map<String, OutputFormat> formats, OutputTopics topics) {}
