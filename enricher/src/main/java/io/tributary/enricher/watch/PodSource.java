package io.tributary.enricher.watch;

import io.tributary.runtime.Check;

/** Where pods and namespaces are heard of; has threads of its own. */
interface PodSource extends AutoCloseable {

    /** Starts to speak to the feed and returns; called once. */
    void start(PodFeed feed);

    /** Whether what the feed was told is up to date, else since when it is not, and why; never throws. */
    Check check();

    /** Whether the source can be used at all, tried before it is started; never throws, takes less than a second. */
    Check probe();

    /** When the source was last heard of, bookmarks included, in ms since the epoch; 0 for never. */
    long heardAt();

    /** Whether it stopped for good without having been closed. */
    boolean failed();

    @Override
    void close();
}
