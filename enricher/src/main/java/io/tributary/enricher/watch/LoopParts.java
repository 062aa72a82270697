package io.tributary.enricher.watch;

/**
 * What the loop that publishes works with.
 *
 * @param topic where rows go
 * @param table what rows must say; its monitor guards it
 * @param source who tells the table
 * @param settings how the loop does its work
 * @param metrics told of what happens
 */
record LoopParts(MetadataTopic topic, PodTable table, Source source, Settings settings, WatcherMetrics metrics) {

    /** Who tells the table of pods. */
    interface Source {

        /** The own topic was read to its end: from now on the source may speak. Called again after each new reading. */
        void mayStart();

        /** When it was last heard of, in ms since the epoch; 0 for never. */
        long heardAt();
    }

    /**
     * How the loop does its work.
     *
     * @param heartbeats of this cluster
     * @param instance name of this process among the watchers of its cluster
     * @param identity tells this cluster from others of its name
     * @param heartbeatMs time between heartbeats, in ms
     * @param compareMs time between two readings of the whole topic, in ms
     * @param clock this machine's clocks
     */
    record Settings(
            HeartbeatCodec heartbeats,
            String instance,
            ClusterIdentity identity,
            long heartbeatMs,
            long compareMs,
            Clock clock) {}
}
