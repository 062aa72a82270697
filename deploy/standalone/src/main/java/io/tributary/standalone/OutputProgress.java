package io.tributary.standalone;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far the enricher and the output are, as Kafka knows it, whoever runs them. */
final class OutputProgress {

    private static final long TIMEOUT_SECONDS = 10;

    private final Admin admin;
    private final String rawTopic;
    private final String outputTopic;
    private final String group;

    /** @param group the enricher's consumer group */
    OutputProgress(Admin admin, String rawTopic, String outputTopic, String group) {
        this.admin = admin;
        this.rawTopic = rawTopic;
        this.outputTopic = outputTopic;
        this.group = group;
    }

    /** Raw records that the enricher has not processed and committed. */
    long rawLag() throws InterruptedException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset.offset());
                    }
                });
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : ends(rawTopic).entrySet()) {
            lag += Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L));
        }
        return lag;
    }

    /** Where each partition of the output ends for a reader of committed records. */
    Map<TopicPartition, Long> outputEnds() throws InterruptedException {
        return ends(outputTopic);
    }

    private Map<TopicPartition, Long> ends(String topic) throws InterruptedException {
        TopicDescription described =
                await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        described.partitions().forEach(p -> asked.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, result) -> ends.put(partition, result.offset()));
        return ends;
    }

    private static <V> V await(KafkaFuture<V> future) throws InterruptedException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka does not tell its offsets: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka did not tell its offsets within " + TIMEOUT_SECONDS + " s", e);
        }
    }
}
