package io.tributary.enricher.assembly;

import io.tributary.enricher.assembly.Assembled.Tally;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Origin;
import io.tributary.schemas.GapCause;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.ContainerLog;
import io.tributary.schemas.record.EndOfFile;
import io.tributary.schemas.record.LogChunk;
import io.tributary.schemas.record.StillHere;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * From raw records to events: drops what was seen, notes what is missing, cuts into lines, parses, joins fragments. It changes nothing itself: what
 * is to be put and sent is given back when all of a record is assembled (protocol 11). Safe for use by several threads.
 */
public final class Assembler {

    private final AssemblyLimits limits;

    /** An assembler with these limits; they may differ from those that the state was written with. */
    public Assembler(AssemblyLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits is null");
    }

    /**
     * What one raw record comes to.
     *
     * @param timeMillis broker's append time of the raw record
     * @param state looks up entries as they are before this record
     * @throws NewerStateException if a newer release wrote the state: no record is at fault
     * @throws RuntimeException if the record cannot be assembled: it is for the dead-letter topic, and {@link #passOver}
     */
    public Assembled assemble(LogChunk chunk, long timeMillis, StateReader state) {
        if (chunk.getOffset() < 0) {
            throw new IllegalArgumentException("chunk has offset " + chunk.getOffset() + ": expected 0 or more");
        }
        Call call = new Call(chunk, timeMillis, state);
        Object payload = chunk.getPayload();
        if (payload instanceof ChunkBytes bytes) {
            call.file.bytes(ChunkText.of(chunk, bytes));
        } else if (payload instanceof ChunkGap gap) {
            call.file.gap(chunk.getOffset(), gap);
        } else if (payload instanceof EndOfFile end) {
            call.file.end(chunk.getOffset(), end);
        } else if (payload instanceof StillHere) {
            call.file.stillHere(chunk.getOffset());
        } else {
            throw new IllegalArgumentException("chunk has a payload of an unknown kind: " + payload);
        }
        return call.assembled();
    }

    /**
     * Passes over a record that could not be assembled and lies in the dead-letter topic: its bytes count as an announced gap with cause
     * {@code dead-letter}, and an event says so (protocol 11). Does not throw: if the state cannot be moved either, the event alone is given.
     * No bytes count as received: they are dead-lettered.
     */
    public Assembled passOver(LogChunk chunk, long timeMillis, StateReader state) {
        int length =
                chunk.getPayload() instanceof ChunkBytes bytes ? bytes.getData().remaining() : 0;
        try {
            Call call = new Call(chunk, timeMillis, state);
            long to = Math.addExact(chunk.getOffset(), length);
            call.file.gap(chunk.getOffset(), to, true, GapCause.DEAD_LETTER.label());
            return call.assembled();
        } catch (RuntimeException e) {
            // The cause is the one that brought the record here, and goes with it to the dead-letter topic.
            LogEvent event = notices(chunk).gap(chunk.getOffset(), length, true, GapCause.DEAD_LETTER.label());
            return new Assembled(List.of(), List.of(event), new Tally(0, 0, 0, 0, length, 0, 0, 0, 0, 0, 0));
        }
    }

    /**
     * Looks whether an entry of the state has had its time: open messages of a container of which nothing was heard for
     * {@link AssemblyLimits#partialMaxAge} are closed, and files forgotten as {@link AssemblyLimits#rawRetention} and
     * {@link AssemblyLimits#fileMaxAge} say.
     *
     * @param nowMillis now, by the clock that sets append times
     * @return {@code null} when nothing is due
     * @throws NewerStateException if a newer release wrote the entry
     */
    public Assembled expire(String key, byte[] value, long nowMillis, StateReader state) {
        if (key.startsWith(ContainerMessages.PREFIX)) {
            return expireMessages(ContainerMessages.of(key, value), nowMillis, state);
        }
        return key.startsWith(FileState.PREFIX) ? expireFile(key, FileState.of(value), nowMillis, state) : null;
    }

    private Assembled expireMessages(ContainerMessages messages, long nowMillis, StateReader state) {
        if (!isOlder(messages.lastHeard(), limits.partialMaxAge(), nowMillis)) {
            return null;
        }
        Outcome out = new Outcome(limits, state);
        messages.closeAll(Flag.UNTERMINATED, out);
        messages.save(out.state);
        return out.assembled();
    }

    private Assembled expireFile(String key, FileState file, long nowMillis, StateReader state) {
        boolean goneLong = file.gone && isOlder(file.lastHeard, limits.rawRetention(), nowMillis);
        if (!goneLong && !isOlder(file.lastHeard, limits.fileMaxAge(), nowMillis)) {
            return null;
        }
        Outcome out = new Outcome(limits, state);
        Origin origin = file.origin();
        if (origin != null) {
            ContainerMessages messages = ContainerMessages.of(origin, out.state);
            MessageAssembly assembly = new MessageAssembly(out, messages, origin);
            new FileAssembly(file, assembly, new Notices(origin, "", 0)).endLines();
            messages.save(out.state);
        }
        out.state.delete(key);
        return out.assembled();
    }

    private static boolean isOlder(long heard, Duration age, long nowMillis) {
        return nowMillis - heard > age.toMillis();
    }

    private static Notices notices(LogChunk chunk) {
        ContainerLog source = chunk.getSource();
        String id = HexFormat.of().formatHex(source.getFileId().bytes());
        Origin origin = new Origin(
                chunk.getCluster(),
                chunk.getNode(),
                source.getPodDirectory(),
                source.getContainer(),
                source.getRestart(),
                source.getContainerId(),
                source.getLinkPath(),
                source.getGeneration() == 0 ? id : id + '.' + source.getGeneration());
        return new Notices(origin, source.getPodLogPath(), chunk.getReadTime().toEpochMilli());
    }

    /** What one record needs and changes. */
    private final class Call {
        private final Outcome out;
        private final Origin origin;
        private final FileState fileState;
        private final ContainerMessages messages;
        private final FileAssembly file;

        Call(LogChunk chunk, long timeMillis, StateReader state) {
            Notices notices = notices(chunk);
            out = new Outcome(limits, state);
            origin = notices.origin();
            fileState = new FileState(origin, out.state);
            fileState.lastHeard = Math.max(fileState.lastHeard, timeMillis);
            messages = ContainerMessages.of(origin, out.state);
            messages.heard(timeMillis);
            file = new FileAssembly(fileState, new MessageAssembly(out, messages, origin), notices);
        }

        Assembled assembled() {
            file.sayHistory();
            messages.save(out.state);
            fileState.save(origin, out.state);
            return out.assembled();
        }
    }
}
