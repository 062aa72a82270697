package io.tributary.collector.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.EndOfFile;
import io.tributary.collector.chunk.FileKey;
import io.tributary.collector.chunk.Gap;
import io.tributary.collector.chunk.RawRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A sink that keeps copies, acknowledges when told to (at once by default), and can lose everything unacknowledged. */
final class ExpectingSink implements ChunkSink {

    private final List<RawRecord> records = new ArrayList<>();
    private final List<RawRecord> arrived = new ArrayList<>();
    private final Queue<Sent> unacknowledged = new ArrayDeque<>();
    private boolean acknowledging = true;
    private boolean hasRoom = true;
    private boolean acknowledgementsLost;
    private int taken;
    private int epoch;

    private record Sent(RawRecord record, Runnable onAcknowledged) {}

    @Override
    public boolean hasRoom(String podDirectory) {
        return hasRoom;
    }

    @Override
    public void accept(RawRecord record, Runnable onAcknowledged) {
        assertThat(hasRoom).as("room was asked for").isTrue();
        RawRecord kept = record instanceof Chunk chunk ? copy(chunk) : record;
        records.add(kept);
        unacknowledged.add(new Sent(kept, onAcknowledged));
        if (acknowledging) {
            acknowledge();
        }
    }

    private static Chunk copy(Chunk chunk) {
        ByteBuffer data = ByteBuffer.allocate(chunk.data().remaining());
        data.put(chunk.data().duplicate()).flip();
        return new Chunk(chunk.source(), chunk.file(), chunk.offset(), chunk.startsAtLine(), data, chunk.readTime());
    }

    @Override
    public int epoch() {
        return epoch;
    }

    void hasRoom(boolean room) {
        hasRoom = room;
    }

    /** From now on nothing is acknowledged by itself. */
    void keepUnacknowledged() {
        acknowledging = false;
    }

    void acknowledge() {
        acknowledge(Integer.MAX_VALUE);
    }

    void acknowledge(int count) {
        for (int i = 0; i < count && !unacknowledged.isEmpty(); i++) {
            Sent sent = unacknowledged.remove();
            arrived.add(sent.record());
            sent.onAcknowledged().run();
        }
    }

    /** From now on everything is acknowledged at once again. */
    void acknowledgeAlways() {
        acknowledging = true;
        acknowledge();
    }

    /** The producer is replaced: what is not acknowledged never arrives. */
    void loseUnacknowledged() {
        loseUnacknowledged(0);
    }

    /** The producer is replaced: the acknowledgements of so many records are lost, the rest never arrives. */
    void loseUnacknowledged(int arrivedYet) {
        for (int i = 0; i < arrivedYet && !unacknowledged.isEmpty(); i++) {
            arrived.add(unacknowledged.remove().record());
            acknowledgementsLost = true;
        }
        unacknowledged.clear();
        epoch++;
    }

    /** Whether anything arrived of which the sender does not know. */
    boolean acknowledgementsLost() {
        return acknowledgementsLost;
    }

    /** What is in the raw topic, in order. */
    List<RawRecord> arrived() {
        return arrived;
    }

    List<RawRecord> records() {
        return records;
    }

    /** The lines handed over since the last call, in order; pieces of a line are joined. */
    List<String> lines() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (; taken < records.size(); taken++) {
            if (records.get(taken) instanceof Chunk chunk) {
                bytes.writeBytes(chunk.data().array());
            }
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        return text.isEmpty()
                ? List.of()
                : List.of(text.split("\n", -1)).subList(0, text.split("\n", -1).length - (text.endsWith("\n") ? 1 : 0));
    }

    List<Chunk> chunks() {
        return records.stream()
                .filter(Chunk.class::isInstance)
                .map(Chunk.class::cast)
                .toList();
    }

    List<Gap> gaps() {
        return records.stream()
                .filter(Gap.class::isInstance)
                .map(Gap.class::cast)
                .toList();
    }

    List<EndOfFile> ends() {
        return records.stream()
                .filter(EndOfFile.class::isInstance)
                .map(EndOfFile.class::cast)
                .toList();
    }

    List<EndOfFile> ends(FileKey file) {
        return ends().stream().filter(end -> end.file().equals(file)).toList();
    }
}
