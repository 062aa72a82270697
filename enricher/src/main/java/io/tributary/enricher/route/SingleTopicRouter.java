package io.tributary.enricher.route;

import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.event.Reason;
import java.util.regex.Pattern;

/** Sends every event to the one topic of its cluster. Safe for use by several threads. */
public final class SingleTopicRouter implements Router {

    private static final String CLUSTER = "{cluster}";
    private static final int LONGEST_CLUSTER = 128;
    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

    private final String template;
    private final String format;
    // An application serves one cluster, or a few: remembering the last answer saves a string per event.
    // A race between threads costs a second look and nothing else, as the record is immutable.
    private Resolved last = new Resolved("", new Decision.Drop(Reason.ILLEGAL_TOPIC));

    /**
     * All events in one format to one topic.
     *
     * @param template topic name, in which {@code {cluster}} stands for the cluster's name
     * @param format name of the output format
     * @throws IllegalArgumentException if the template is no legal topic name for every cluster of up to 128 characters
     */
    public SingleTopicRouter(String template, String format) {
        if (!legal(template.replace(CLUSTER, "c".repeat(LONGEST_CLUSTER))) || !legal(template.replace(CLUSTER, "c"))) {
            throw new IllegalArgumentException("output topic is '" + template
                    + "': use letters, digits, dots, underscores, dashes and {cluster}, at most 249 of them when"
                    + " the cluster's name has 128");
        }
        this.template = template;
        this.format = format;
    }

    @Override
    public Decision route(LogEvent event, Pod pod) {
        String cluster = event.origin().cluster();
        Resolved known = last;
        if (!known.cluster.equals(cluster)) {
            known = new Resolved(cluster, decide(cluster));
            last = known;
        }
        return known.decision;
    }

    private Decision decide(String cluster) {
        String topic = template.replace(CLUSTER, cluster);
        // A collector's cluster name was checked long before; this holds whatever a forged record says.
        boolean safe = cluster.length() <= LONGEST_CLUSTER && !cluster.isEmpty() && legal(topic);
        return safe ? new Decision.Send(topic, format) : new Decision.Drop(Reason.ILLEGAL_TOPIC);
    }

    private static boolean legal(String topic) {
        return TOPIC.matcher(topic).matches() && !topic.equals(".") && !topic.equals("..");
    }

    private record Resolved(String cluster, Decision decision) {}
}
