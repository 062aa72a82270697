package io.tributary.enricher.output;

import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Pod;

/** One way to write events as JSON. */
public interface OutputFormat {

    /** The name used in configuration. */
    String name();

    /** Serialises once what is constant for one file of one pod; to be kept and used for all its events. */
    Template template(Origin origin, Pod pod);

    /** What is constant for one file of one pod, serialised. Safe for use by one thread. */
    interface Template {

        /**
         * One event as one JSON object in UTF-8, without newline; a new array, exactly as long as the object.
         *
         * @throws IllegalArgumentException if the event is of another file than the template
         */
        byte[] render(LogEvent event);

        /** Bytes of a rendered event that do not come from its message or attrs: an upper bound. */
        int overhead();

        /** How many label and annotation keys are left out because they equal another key once their dots are gone. */
        default int collisions() {
            return 0;
        }
    }
}
