package io.tributary.collector.publish;

/** Looks at the raw topic without creating it, as a producer's own look might. */
@FunctionalInterface
public interface RawTopic {

    /**
     * How many partitions it has now.
     *
     * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if it does not exist
     * @throws org.apache.kafka.common.KafkaException if the brokers cannot be asked now
     * @throws InterruptedException if interrupted while waiting for the answer
     */
    int partitions() throws InterruptedException;
}
