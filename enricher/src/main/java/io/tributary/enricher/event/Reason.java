package io.tributary.enricher.event;

import java.util.Locale;

/** Why an event was not sent as it was; the closed list that metrics are labelled with. */
public enum Reason {
    /** The name of the topic it would go to is none that Kafka takes. */
    ILLEGAL_TOPIC,
    /** It is larger than an output record may be, and the configuration says to drop such events. */
    OVERSIZE;

    /** The name as written in metrics: lower case with dashes. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
