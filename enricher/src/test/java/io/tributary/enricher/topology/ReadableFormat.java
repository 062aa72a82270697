package io.tributary.enricher.topology;

import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.output.OutputFormat;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** {@code namespace/pod{labels} reason message [flags]}: what the tests of the topology want to see. */
final class ReadableFormat implements OutputFormat {

    private int templates;

    /** How many templates were asked for. */
    int templates() {
        return templates;
    }

    @Override
    public String name() {
        return "readable";
    }

    @Override
    public Template template(Origin origin, Pod pod) {
        templates++;
        String head = pod.namespace()
                + '/'
                + pod.name()
                + new TreeMap<>(pod.labels())
                + (pod.pathOnly() == null ? "" : " " + pod.pathOnly());
        if (pod.labels().containsKey("unrenderable")) {
            throw new IllegalStateException("unrenderable");
        }
        return new Template() {
            @Override
            public byte[] render(LogEvent event) {
                String flags = event.flags().isEmpty() ? "" : " " + event.flags();
                return (head + ' ' + event.message() + flags).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public int overhead() {
                return head.length() + 100;
            }
        };
    }
}
