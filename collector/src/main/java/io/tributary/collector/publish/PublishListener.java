package io.tributary.collector.publish;

/** Hears what became of bytes; called by several threads, so it must be quick and safe. Bytes are those of the log, without framing. */
public interface PublishListener {

    /** These are safely in Kafka. */
    void acknowledged(long bytes);

    /** These were thrown away because the producer had to be replaced; they will be read again. */
    void discarded(long bytes);

    /** A send failed; the error is the short name of Kafka's exception. */
    void sendFailed(String error);
}
