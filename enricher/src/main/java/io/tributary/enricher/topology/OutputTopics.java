package io.tributary.enricher.topology;

/** Which topics may be written to now: a send to any other would stop its partition (protocol 16). Safe for use by several threads. */
public interface OutputTopics {

    /** Whether the topic was there when it was last looked for. */
    boolean writable(String topic);

    /** Where events go whose topic is not there; it was there before anything was read. */
    String defaultTopic();

    /** Most bytes of an output record now, key and headers included: what is configured, or what the topics take where that is less. */
    int maxRecordBytes();
}
