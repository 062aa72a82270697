package io.tributary.standalone.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.LogChunk;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The chunks of one pod that stand in the raw topic, in the order of the log. */
public final class RawLog {

    private static final Duration POLL = Duration.ofMillis(200);

    private final List<Piece> pieces;

    /** A range of one file's bytes. */
    private record Piece(String file, long from, long to) {}

    private RawLog(List<Piece> pieces) {
        this.pieces = pieces;
    }

    /**
     * Reads the topic from its beginning to its present end.
     *
     * @param podDirectory whose chunks are looked at
     */
    public static RawLog read(String bootstrapServers, String topic, String podDirectory) {
        List<Piece> pieces = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "enable.auto.commit", false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            SingleObjectSerde<LogChunk> serde = SingleObjectSerde.logChunk();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    add(pieces, serde.deserialize(topic, record.value()), podDirectory);
                }
            }
        }
        return new RawLog(pieces);
    }

    private static void add(List<Piece> pieces, LogChunk chunk, String podDirectory) {
        if (chunk.getPayload() instanceof ChunkBytes bytes
                && chunk.getSource().getPodDirectory().equals(podDirectory)) {
            String file =
                    chunk.getSource().getFileId() + "+" + chunk.getSource().getGeneration();
            long from = chunk.getOffset();
            pieces.add(new Piece(file, from, from + bytes.getData().remaining()));
        }
    }

    /** How many chunks there are. */
    public int chunks() {
        return pieces.size();
    }

    /** How many bytes of files there are, each counted once. */
    public long bytes() {
        Map<String, Long> reached = new HashMap<>();
        pieces.forEach(piece -> reached.merge(piece.file, piece.to, Math::max));
        return reached.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Fails if a chunk of a file ever stands behind a hole: its sender went on past something that was refused. */
    public RawLog verifyWithoutHoles() {
        verify(false);
        return this;
    }

    /** Fails if any byte of a file stands twice in the log, too. */
    public RawLog verifyNothingTwice() {
        verify(true);
        return this;
    }

    private void verify(boolean once) {
        Map<String, Long> reached = new HashMap<>();
        for (Piece piece : pieces) {
            long before = reached.getOrDefault(piece.file, 0L);
            if (once) {
                assertThat(piece.from).as("where %s goes on", piece).isEqualTo(before);
            } else {
                assertThat(piece.from).as("where %s goes on", piece).isLessThanOrEqualTo(before);
            }
            reached.put(piece.file, Math.max(before, piece.to));
        }
    }
}
