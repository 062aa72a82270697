package io.tributary.enricher.watch;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * By what a topic that was made anew, or emptied, is told from what it was: neither changes by writing or compaction.
 *
 * @param id differs when the topic was deleted and created again
 * @param starts first offsets, which move up when records are deleted
 */
record TopicMark(Uuid id, Map<TopicPartition, Long> starts) {

    TopicMark {
        starts = Map.copyOf(starts);
    }
}
