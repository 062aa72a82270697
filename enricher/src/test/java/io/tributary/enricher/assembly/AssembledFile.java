package io.tributary.enricher.assembly;

import io.tributary.enricher.assembly.Assembled.Change;
import io.tributary.enricher.event.LogEvent;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.EndOfFile;
import io.tributary.schemas.record.FileId;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.StillHere;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** A log file whose records are assembled one by one, with a map as store; several files may share one store. */
final class AssembledFile {

    static final AssemblyLimits LIMITS = AssemblyLimits.of(512 * 1024, 900_000);
    static final long READ_TIME = 1_700_000_000_123L;

    final AssemblyLimits limits;
    final Map<String, byte[]> store;
    final List<LogEvent> events;
    final List<Assembled> results = new ArrayList<>();
    private final Assembler assembler;
    private final FileId id;
    private final int restart;
    long now = READ_TIME;

    AssembledFile(AssemblyLimits limits) {
        this(limits, 1, 0, new HashMap<>(), new ArrayList<>());
    }

    private AssembledFile(
            AssemblyLimits limits, int number, int restart, Map<String, byte[]> store, List<LogEvent> events) {
        this.limits = limits;
        this.assembler = new Assembler(limits);
        this.store = store;
        this.events = events;
        this.restart = restart;
        byte[] bytes = new byte[16];
        bytes[15] = (byte) number;
        this.id = new FileId(bytes);
    }

    static AssembledFile withDefaults() {
        return new AssembledFile(LIMITS);
    }

    /** Another file of the same container instance. */
    AssembledFile next(int number) {
        return new AssembledFile(LIMITS, number, restart, store, events);
    }

    AssembledFile bytes(long offset, boolean startsAtLine, String data) {
        return bytes(offset, startsAtLine, data.getBytes(StandardCharsets.UTF_8));
    }

    AssembledFile bytes(long offset, boolean startsAtLine, byte[] data) {
        return take(chunk(offset, new ChunkBytes(startsAtLine, ByteBuffer.wrap(data))));
    }

    AssembledFile gap(long offset, Long end, long lowerBound, String cause) {
        return take(chunk(offset, new ChunkGap(end, lowerBound, cause)));
    }

    AssembledFile end(long size, boolean gone, boolean instanceOver) {
        return take(chunk(size, new EndOfFile(size, gone, instanceOver)));
    }

    AssembledFile stillHere(long offset) {
        return take(chunk(offset, new StillHere()));
    }

    AssembledFile take(LogChunk chunk) {
        return apply(assembler.assemble(chunk, now, store::get));
    }

    AssembledFile passOver(LogChunk chunk) {
        return apply(assembler.passOver(chunk, now, store::get));
    }

    /** Lets all entries expire that are due. */
    AssembledFile expire(long atMillis) {
        for (Map.Entry<String, byte[]> entry : List.copyOf(new HashMap<>(store).entrySet())) {
            byte[] value = store.get(entry.getKey());
            Assembled expired = value == null ? null : assembler.expire(entry.getKey(), value, atMillis, store::get);
            if (expired != null) {
                apply(expired);
            }
        }
        return this;
    }

    private AssembledFile apply(Assembled assembled) {
        for (Change change : assembled.changes()) {
            if (change.value() == null) {
                store.remove(change.key());
            } else {
                store.put(change.key(), change.value());
            }
        }
        events.addAll(assembled.events());
        results.add(assembled);
        return this;
    }

    LogChunk chunk(long offset, Object payload) {
        ContainerLog source = new ContainerLog(
                "shop_web-1_0f1e",
                "app",
                restart,
                "c0ffee",
                "/var/log/containers/web-1_shop_app-c0ffee.log",
                "/var/log/pods/shop_web-1_0f1e/app/" + restart + ".log",
                id,
                0);
        return new LogChunk("c1", "node-1", source, offset, Instant.ofEpochMilli(READ_TIME), payload);
    }

    /** Messages of the lines, with their flags behind where there are any. */
    List<String> told() {
        return events.stream().map(AssembledFile::told).toList();
    }

    private static String told(LogEvent event) {
        String text = event.kind() == LogEvent.Kind.LINE
                ? event.message().toString()
                : event.kind().toString();
        String gap = event.kind() == LogEvent.Kind.GAP ? " " + event.offset() + "+" + event.gapBytes() : "";
        return text
                + gap
                + (event.part() == 0 ? "" : " #" + event.part())
                + (event.kind() == LogEvent.Kind.LINE && !event.flags().isEmpty()
                        ? " " + new TreeSet<>(event.flags())
                        : "");
    }

    /** A sum over all records. */
    long sum(ToLongFunction<Assembled.Tally> figure) {
        return results.stream().map(Assembled::tally).mapToLong(figure).sum();
    }

    /** One complete CRI line of standard output. */
    static String line(String message) {
        return "2024-05-01T00:00:00.000000001Z stdout F " + message + "\n";
    }

    /** One CRI fragment of standard output. */
    static String piece(String message) {
        return "2024-05-01T00:00:00.000000001Z stdout P " + message + "\n";
    }
}
