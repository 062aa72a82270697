package io.tributary.enricher;

import io.tributary.schemas.Topics;

/**
 * How large an output record may be now: what is configured, what the topic takes where that is less, and half of it for each
 * send that was refused as too large all the same, until this process ends (protocol 2). Safe for use by several threads.
 */
final class RecordLimit {

    private static final double SHARE_OF_TOPIC_LIMIT = 0.9;

    private final int configured;
    private final int least;
    private int topic = Integer.MAX_VALUE;
    private int halvings;

    /** In bytes; halving stops at the least. */
    RecordLimit(int configured, int least) {
        this.configured = configured;
        this.least = least;
    }

    synchronized int bytes() {
        int limit = Math.min(configured, topic);
        return Math.max(Math.min(limit, least), limit >> halvings);
    }

    /** A topic with Kafka's own limit or more takes what is configured; of a smaller limit a tenth is kept free. */
    synchronized void topicTakes(int maxMessageBytes) {
        topic = maxMessageBytes >= Topics.MAX_MESSAGE_BYTES
                ? Integer.MAX_VALUE
                : (int) (maxMessageBytes * SHARE_OF_TOPIC_LIMIT);
    }

    /** After a refusal: its cause may be a limit that cannot be asked for, a broker's or a proxy's. */
    synchronized void halve() {
        if (bytes() > least) {
            halvings++;
        }
    }
}
