package io.tributary.enricher.watch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A compacted topic in memory that several watchers may use; the producer initialised last fences the others, as Kafka does. */
final class FakeTopic implements MetadataTopic {

    private static final String TOPIC = "tributary.metadata";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, HeartbeatReader.PARTITION);
    private static final String HEARTBEAT = new HeartbeatCodec(Pods.CLUSTER).key();

    private final Map<String, byte[]> rows = new TreeMap<>();
    private final List<byte[]> beats = new ArrayList<>();
    private final List<Long> beatenAt = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final Queue<Consumer<FakeProducer>> prepared = new ConcurrentLinkedQueue<>();
    private TopicMark mark = new TopicMark(Uuid.randomUuid(), Map.of());
    private FakeProducer writer;

    /** The next producer that nobody was prepared for yet behaves like this. */
    void prepare(Consumer<FakeProducer> behaviour) {
        prepared.add(behaviour);
    }

    synchronized void put(String key, byte[] value) {
        rows.put(key, value);
    }

    /** Another watcher's heartbeat, from so many ms ago. */
    synchronized void beat(Heartbeat beat, long ageMs) {
        beats.add(new HeartbeatCodec(Pods.CLUSTER).encode(beat, 0));
        beatenAt.add(System.currentTimeMillis() - ageMs);
    }

    /** Somebody deletes the topic and makes it anew. */
    synchronized void makeAnew() {
        rows.clear();
        beats.clear();
        beatenAt.clear();
        mark = new TopicMark(Uuid.randomUuid(), Map.of());
    }

    /** Another watcher, of which nothing else is heard, initialises the transactional id. */
    synchronized void fence() {
        writer.fenceProducer();
    }

    synchronized Map<String, byte[]> rows() {
        return new TreeMap<>(rows);
    }

    /** The newest heartbeat; {@code null} for none. */
    synchronized Heartbeat newestBeat() {
        return beats.isEmpty() ? null : new HeartbeatCodec(Pods.CLUSTER).read(beats.get(beats.size() - 1));
    }

    synchronized int beatCount() {
        return beats.size();
    }

    synchronized void said(String word) {
        words.add(word);
    }

    synchronized List<String> words() {
        return List.copyOf(words);
    }

    @Override
    public MetadataPublisher publisher() {
        FakeProducer producer = new FakeProducer();
        Consumer<FakeProducer> behaviour = prepared.poll();
        if (behaviour != null) {
            behaviour.accept(producer);
        }
        return new MetadataPublisher(producer, TOPIC, HEARTBEAT);
    }

    @Override
    public synchronized long read(BiConsumer<String, byte[]> record) {
        rows.forEach(record);
        if (!beats.isEmpty()) {
            record.accept(HEARTBEAT, beats.get(beats.size() - 1));
        }
        said("topic read");
        return rows.size();
    }

    @Override
    public HeartbeatReader heartbeats() {
        return new HeartbeatReader(new BeatConsumer(), TOPIC, new HeartbeatCodec(Pods.CLUSTER));
    }

    @Override
    public synchronized TopicMark mark() {
        return mark;
    }

    private synchronized void take(List<ProducerRecord<String, byte[]>> committed) {
        long written = 0;
        for (ProducerRecord<String, byte[]> row : committed) {
            if (row.key().equals(HEARTBEAT)) {
                beats.add(row.value());
                beatenAt.add(System.currentTimeMillis());
            } else if (row.value() == null) {
                rows.remove(row.key());
                written++;
            } else {
                rows.put(row.key(), row.value());
                written++;
            }
        }
        if (written > 0) {
            said("committed " + written);
        }
    }

    /** A producer whose commits reach the topic. */
    final class FakeProducer extends MockProducer<String, byte[]> {

        private int taken;

        private FakeProducer() {
            super(true, null, new StringSerializer(), new ByteArraySerializer());
        }

        @Override
        public void initTransactions() {
            super.initTransactions();
            synchronized (FakeTopic.this) {
                if (writer != null && !writer.closed()) {
                    writer.fenceProducer();
                    said("fenced another");
                }
                writer = this;
            }
            said("initialised");
        }

        @Override
        public void commitTransaction() {
            super.commitTransaction();
            List<ProducerRecord<String, byte[]>> all = history();
            take(all.subList(taken, all.size()));
            taken = all.size();
        }
    }

    private final class BeatConsumer extends MockConsumer<String, byte[]> {

        private int given;

        private BeatConsumer() {
            super("earliest");
            updateBeginningOffsets(Map.of(PARTITION, 0L));
        }

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            synchronized (FakeTopic.this) {
                for (; given < beats.size(); given++) {
                    addRecord(new ConsumerRecord<>(
                            TOPIC,
                            PARTITION.partition(),
                            given,
                            beatenAt.get(given),
                            TimestampType.LOG_APPEND_TIME,
                            0,
                            0,
                            HEARTBEAT,
                            beats.get(given),
                            new RecordHeaders(),
                            Optional.empty()));
                }
                updateEndOffsets(Map.of(PARTITION, (long) given));
            }
            ConsumerRecords<String, byte[]> polled = super.poll(timeout);
            if (polled.isEmpty()) {
                LockSupport.parkNanos(10_000_000);
            }
            return polled;
        }
    }
}
