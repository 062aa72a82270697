package io.tributary.enricher.topology;

import io.tributary.enricher.assembly.Assembled;
import io.tributary.enricher.assembly.Assembled.Change;
import io.tributary.enricher.assembly.Assembled.Tally;
import io.tributary.enricher.assembly.StateReader;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.LogEvent.Kind;
import io.tributary.enricher.event.Origin;
import io.tributary.enricher.event.Slice;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.LogChunk;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;

/**
 * The simplest assembly that can be told apart from none: a chunk is whole lines, a line is an event, and what lies below the
 * next expected offset was seen. A line that says {@code POISON} fails; expiry sends one event and deletes the entry.
 */
class WholeLines implements ChunkAssembly {

    @Override
    public Assembled assemble(LogChunk chunk, long timeMillis, StateReader state) {
        byte[] data = data(chunk);
        String key = chunk.getSource().getPodDirectory() + '/' + fileId(chunk);
        byte[] known = state.get(key);
        long expected = known == null ? 0 : Long.parseLong(new String(known, StandardCharsets.UTF_8));
        if (chunk.getOffset() < expected) {
            return new Assembled(List.of(), List.of(), tally(data.length, 0, data.length));
        }
        List<LogEvent> events = new ArrayList<>();
        long offset = chunk.getOffset();
        for (String line : new String(data, StandardCharsets.UTF_8).lines().toList()) {
            if (line.equals("POISON")) {
                throw new IllegalStateException("poison");
            }
            events.add(event(Kind.LINE, chunk, offset, line, EnumSet.noneOf(Flag.class), timeMillis));
            offset += line.length() + 1;
        }
        long end = chunk.getOffset() + data.length;
        return new Assembled(
                List.of(new Change(key, Long.toString(end).getBytes(StandardCharsets.UTF_8))),
                events,
                tally(data.length, data.length, 0));
    }

    @Override
    public Assembled passOver(LogChunk chunk, long timeMillis, StateReader state) {
        String key = chunk.getSource().getPodDirectory() + '/' + fileId(chunk);
        int length = data(chunk).length;
        long end = chunk.getOffset() + length;
        return new Assembled(
                List.of(new Change(key, Long.toString(end).getBytes(StandardCharsets.UTF_8))),
                List.of(event(Kind.GAP, chunk, chunk.getOffset(), length + " bytes", EnumSet.of(Flag.GAP), timeMillis)),
                tally(0, 0, 0));
    }

    @Override
    public Assembled expire(String key, byte[] value, long timeMillis, StateReader state) {
        return new Assembled(List.of(new Change(key, null)), List.of(), tally(0, 0, 0));
    }

    private static LogEvent event(
            Kind kind, LogChunk chunk, long offset, String message, EnumSet<Flag> flags, long timeMillis) {
        ContainerLog source = chunk.getSource();
        Origin origin = new Origin(
                chunk.getCluster(),
                chunk.getNode(),
                source.getPodDirectory(),
                source.getContainer(),
                source.getRestart(),
                source.getContainerId(),
                source.getLinkPath(),
                fileId(chunk));
        return new LogEvent(
                kind, origin, offset, 0, true, null, null, timeMillis / 1000, 0, Slice.of(message), null, flags, 0);
    }

    private static String fileId(LogChunk chunk) {
        return HexFormat.of().formatHex(chunk.getSource().getFileId().bytes());
    }

    private static byte[] data(LogChunk chunk) {
        return chunk.getPayload() instanceof ChunkBytes bytes ? bytes.getData().array() : new byte[0];
    }

    private static Tally tally(long received, long fresh, long duplicate) {
        return new Tally(received, fresh, duplicate, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
