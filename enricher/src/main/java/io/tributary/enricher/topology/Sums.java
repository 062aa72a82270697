package io.tributary.enricher.topology;

import io.tributary.enricher.assembly.Assembled;

/**
 * Hears what becomes of every byte and every event, so that the sums of the design can be checked:
 * {@code received + restored = new + duplicate + dead-lettered + held + handed over} (bytes of log files, per process) and
 * {@code events + further parts = sent + dropped}.
 * Told at processing, not at commit: what a transaction that is aborted later did is counted, and again when it is repeated (protocol 45).
 * Called by several threads.
 */
public interface Sums {

    /** Bytes of a log file arrived from the raw topic. */
    void received(long bytes);

    /** Bytes that were held when this process took a raw partition over. */
    void restored(long bytes);

    /** Bytes that were still held when this process gave a raw partition up. */
    void handedOver(long bytes);

    /** What is held changed by so much. */
    void held(long bytesMore, int podsMore);

    /** A raw record was assembled; what it came to. */
    void assembled(Assembled assembled);

    /** A raw record went to the dead-letter topic. */
    void deadLettered(String reason, long bytes);

    /** Events were joined with what is known of their pod. */
    void enriched(JoinResult result, int events);

    /** An event went out so long after the runtime wrote it; told once per chunk, of its first event. */
    void latency(long millis);

    /** Rendered events were sent. */
    void sent(String topic, int events);

    /** Events were dropped on purpose. */
    void dropped(String reason, int events);

    /** Labels or annotations of a pod were left out of its events because another key is the same without dots. */
    void collided(int keys);

    /** A row of the metadata topic was taken in ({@code accepted}, {@code deleted}) or passed over. */
    void metadataRow(String result);

    /** So many rows are in the table of pods. */
    void metadataObjects(long rows);
}
