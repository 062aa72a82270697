package io.tributary.standalone.guarantee;

/** One promise of the whole pipeline: hears every line written and every event read, in the order of the output topic. */
public interface Guarantee {

    /** A line stands in a log file, whole. */
    default void written(WrittenLine line) {}

    /** An event was read with {@code read_committed}. */
    default void read(EnrichedEvent event) {}

    /**
     * Says whether the promise was kept; called when nothing more will come.
     *
     * @throws AssertionError naming the lines or events that break it
     */
    void verify();
}
