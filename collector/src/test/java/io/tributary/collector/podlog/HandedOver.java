package io.tributary.collector.podlog;

import io.tributary.collector.chunk.Chunk;
import io.tributary.collector.chunk.ChunkSink;
import io.tributary.collector.chunk.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A sink that takes everything at once and keeps the text. */
final class HandedOver implements ChunkSink {

    private final Queue<String> chunks = new ConcurrentLinkedQueue<>();

    @Override
    public boolean hasRoom(String podDirectory) {
        return true;
    }

    @Override
    public void accept(RawRecord record, Runnable onAcknowledged) {
        if (record instanceof Chunk chunk) {
            chunks.add(StandardCharsets.UTF_8.decode(chunk.data().duplicate()).toString());
        }
        onAcknowledged.run();
    }

    @Override
    public int epoch() {
        return 0;
    }

    String text() {
        return String.join("", chunks);
    }
}
