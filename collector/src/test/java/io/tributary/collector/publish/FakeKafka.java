package io.tributary.collector.publish;

import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.LogChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A topic and its producers without any broker. A send is answered when the test says so; what was acknowledged is the log.
 * A producer that is closed sends nothing more, as Kafka's does (tried on 4.3.1), but answers that are under way still reach callbacks.
 */
public final class FakeKafka implements Producers, RawTopic {

    private final String topic;
    private final List<LogChunk> log = new CopyOnWriteArrayList<>();
    private final List<FakeProducer> producers = new CopyOnWriteArrayList<>();
    private volatile int partitions;
    private volatile boolean automatic;
    private volatile RuntimeException refusal;

    /** @param partitions 0 for a topic that does not exist */
    public FakeKafka(String topic, int partitions) {
        this.topic = topic;
        this.partitions = partitions;
    }

    /** Acknowledges every send at once from now on. */
    public FakeKafka automatic() {
        automatic = true;
        return this;
    }

    void partitions(int count) {
        partitions = count;
    }

    /** New clients are answered so from now on; {@code null} lets them in again. */
    void refuseClients(RuntimeException error) {
        refusal = error;
    }

    @Override
    public int partitions() {
        if (refusal != null) {
            throw refusal;
        }
        if (partitions == 0) {
            throw new UnknownTopicOrPartitionException("no such topic");
        }
        return partitions;
    }

    @Override
    public Producer<byte[], byte[]> make(Map<String, Object> settings) {
        FakeProducer producer = new FakeProducer();
        producers.add(producer);
        return producer;
    }

    /** What the broker has, in order. */
    public List<LogChunk> log() {
        return List.copyOf(log);
    }

    List<String> texts() {
        return log.stream()
                .map(record -> ((io.tributary.schemas.record.ChunkBytes) record.getPayload()).getData())
                .map(data -> new String(
                        data.array(),
                        data.arrayOffset() + data.position(),
                        data.remaining(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    /** How many producers were made. */
    public int producers() {
        return producers.size();
    }

    /** The newest producer. */
    public FakeProducer producer() {
        return producers.get(producers.size() - 1);
    }

    private Cluster cluster() {
        Node node = new Node(0, "fake", 9092);
        List<PartitionInfo> infos = new ArrayList<>();
        IntStream.range(0, partitions)
                .forEach(i -> infos.add(new PartitionInfo(topic, i, node, new Node[] {node}, new Node[] {node})));
        return new Cluster("fake", List.of(node), infos, java.util.Set.of(), java.util.Set.of());
    }

    /** Kafka's own mock, whose acknowledged records are kept. */
    public final class FakeProducer extends MockProducer<byte[], byte[]> {

        private final SingleObjectSerde<LogChunk> serde = SingleObjectSerde.logChunk();
        private final List<Duration> closings = new CopyOnWriteArrayList<>();
        private int answered;
        private Error failure;

        FakeProducer() {
            super(cluster(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (failure != null) {
                throw failure;
            }
            Future<RecordMetadata> result = super.send(record, callback);
            if (automatic) {
                acknowledge();
            }
            return result;
        }

        /** Sends throw what no producer should. */
        public void failSends(Error error) {
            failure = error;
        }

        /** The broker appends the next record; its answer reaches the producer. */
        public synchronized void acknowledge() {
            if (!closed()) {
                log.add(serde.deserialize(topic, history().get(answered).value()));
            }
            answered++;
            completeNext();
        }

        /** The broker refuses the next record. */
        public synchronized void refuse(RuntimeException error) {
            answered++;
            errorNext(error);
        }

        @Override
        public void close(Duration timeout) {
            closings.add(timeout);
            super.close(timeout);
        }

        List<Duration> closings() {
            return closings;
        }
    }
}
