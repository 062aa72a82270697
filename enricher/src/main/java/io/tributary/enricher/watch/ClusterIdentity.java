package io.tributary.enricher.watch;

/**
 * Tells clusters of one name apart: a cluster is known by the uid of its namespace {@code kube-system}.
 *
 * @param replaced uid of a former cluster of this name, whose place this one takes; {@code null} for none
 */
record ClusterIdentity(String replaced) {

    /** The namespace that every cluster has, and keeps for as long as it lives. */
    static final String NAMESPACE = "kube-system";

    /**
     * Whether the topic holds the rows of another cluster under the same name.
     *
     * @param own uid of this cluster; {@code null} while it is not known
     * @param beat the heartbeat in the topic; {@code null} for none
     */
    boolean isForeign(String own, Heartbeat beat) {
        return own != null
                && beat != null
                && beat.clusterUid() != null
                && !beat.clusterUid().equals(own)
                && !beat.clusterUid().equals(replaced);
    }
}
