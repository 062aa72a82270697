package io.tributary.enricher.route;

import io.tributary.enricher.event.Reason;
import java.util.Objects;

/** What becomes of one event. */
public sealed interface Decision {

    /**
     * The event is written to a topic.
     *
     * @param topic a name that Kafka takes
     * @param format name of the output format
     */
    record Send(String topic, String format) implements Decision {

        /** Checks that nothing is missing. */
        public Send {
            Objects.requireNonNull(topic, "topic is null");
            Objects.requireNonNull(format, "format is null");
        }
    }

    /**
     * The event goes nowhere and is counted.
     *
     * @param reason label of the count
     */
    record Drop(Reason reason) implements Decision {

        /** Checks that nothing is missing. */
        public Drop {
            Objects.requireNonNull(reason, "reason is null");
        }
    }
}
