package io.tributary.enricher.assembly;

import io.tributary.enricher.assembly.KnownRanges.Missing;
import io.tributary.enricher.assembly.KnownRanges.Range;
import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.schemas.GapCause;
import io.tributary.schemas.record.ChunkGap;
import io.tributary.schemas.record.EndOfFile;
import java.util.List;

/** Moves one file's state by one record: bytes, a gap, an end of file or a sign of life. */
final class FileAssembly {

    private static final String REST_OF_LINE = "the line that they end begins in a gap";

    private final FileState file;
    private final MessageAssembly assembly;
    private final Outcome out;
    private final Notices notices;

    FileAssembly(FileState file, MessageAssembly assembly, Notices notices) {
        this.file = file;
        this.assembly = assembly;
        this.out = assembly.out;
        this.notices = notices;
    }

    /** Bytes came. */
    void bytes(ChunkText text) {
        long end = text.end();
        out.received += text.data().length();
        if (text.data().length() == 0) {
            return;
        }
        LineFeed feed = new LineFeed(file, assembly, text, notices.readTime());
        beginAt(text.offset());
        long from = text.offset();
        if (from > file.ranges.next()) {
            // What cannot be read for want of its line's beginning is missing too (protocol 28).
            from = text.startsLine(from) ? from : Math.min(end, text.lineEnd(from, end) + 1);
            miss(from, Missing.UNANNOUNCED, GapCause.UNANNOUNCED.label());
        }
        for (Range range : file.ranges.unknown(from, end)) {
            take(range, text, feed);
        }
    }

    private void take(Range range, ChunkText text, LineFeed feed) {
        long from = range.from();
        if (!feed.canReadFrom(from)) {
            from = Math.min(range.to(), text.lineEnd(from, range.to()) + 1);
            if (range.why() == null) {
                Missing before = file.ranges.missingBefore(range.from());
                miss(from, before == null ? Missing.UNANNOUNCED : before, REST_OF_LINE);
            }
            if (from == range.to()) {
                return;
            }
        }
        Range known = new Range(from, range.to(), range.why());
        file.ranges.fill(known);
        long bytes = known.to() - known.from();
        out.fresh += bytes;
        if (known.why() == null) {
            feed.read(known);
            return;
        }
        out.late += bytes;
        out.recovered += known.why() == Missing.HISTORY ? 0 : bytes;
        String fileId = assembly.origin().fileId();
        OpenLine line = file.lineAt(known.from());
        assembly.messages.closeLate(fileId, line == null ? known.from() : line.start(), Flag.TRUNCATED, out);
        feed.read(known);
        if (file.ranges.missing().stream().noneMatch(hole -> hole.from() == known.to())) {
            endHole(known.to(), fileId);
        }
    }

    /** A hole is filled up to its end: what is still open there went on in what left long ago. */
    private void endHole(long position, String fileId) {
        OpenLine line = file.lineAt(position);
        if (line != null && position < file.ranges.next()) {
            file.lines.remove(line);
            line.close(Flag.TRUNCATED, assembly);
        }
        assembly.messages.closeLate(fileId, FileState.NEVER, Flag.TRUNCATED, out);
    }

    /** Bytes were destroyed before they were read. */
    void gap(long offset, ChunkGap gap) {
        long to = gap.getEnd() == null ? Math.addExact(offset, Math.max(0, gap.getLowerBound())) : gap.getEnd();
        gap(offset, to, gap.getEnd() != null, GapCause.ofLabel(gap.getCause()).label());
    }

    /** Bytes are missing, for a reason that is known. */
    void gap(long offset, long to, boolean endKnown, String why) {
        if (to < offset) {
            throw new IllegalArgumentException("gap from " + offset + " ends at " + to);
        }
        beginAt(offset);
        if (offset > file.ranges.next()) {
            miss(offset, Missing.UNANNOUNCED, GapCause.UNANNOUNCED.label());
        }
        long from = file.ranges.next();
        boolean news = !endKnown && !file.endless;
        if (to > from) {
            out.gapBytes += to - from;
            closeForGap();
            file.ranges.miss(to, Missing.ANNOUNCED);
        } else if (news) {
            closeForGap();
        }
        if ((to > from && !file.endless) || news) {
            out.events.add(notices.gap(from, Math.max(0, to - from), endKnown, why));
        }
        file.endless |= !endKnown;
    }

    /** Passes over bytes that should have come. */
    private void miss(long to, Missing why, String text) {
        long from = file.ranges.next();
        closeForGap();
        file.ranges.miss(to, why);
        switch (why) {
            case HISTORY -> out.historyUnknown += to - from;
            case ANNOUNCED -> out.gapBytes += to - from;
            case UNANNOUNCED -> out.unannounced += to - from;
        }
        if (why != Missing.HISTORY && !file.endless) {
            out.events.add(notices.gap(from, to - from, true, text));
        }
    }

    /** Any gap ends what is open in its container: nobody knows what it took (protocol 20). */
    private void closeForGap() {
        OpenLine line = file.lineAt(file.ranges.next());
        if (line != null) {
            end(line, Flag.TRUNCATED);
        }
        assembly.messages.closeAll(Flag.TRUNCATED, out);
    }

    private void end(OpenLine line, Flag why) {
        file.lines.remove(line);
        file.cut(line.end());
        line.close(why, assembly);
    }

    /** The first that is heard of a file is not its beginning: no gap, for its state may have been dropped (protocol 7). */
    private void beginAt(long offset) {
        if (!file.known && offset > 0 && file.ranges.next() == 0) {
            miss(offset, Missing.HISTORY, "");
            file.saysHistory = true;
        }
    }

    /** The file ended: a statement, not a lock (protocol 21). */
    void end(long offset, EndOfFile end) {
        long size = end.getSize() == null ? offset : end.getSize();
        heardOf(size);
        file.gone = end.getGone();
        if (end.getGone() || end.getInstanceOver()) {
            endLines();
        }
        if (end.getInstanceOver()) {
            assembly.messages.closeAll(Flag.UNTERMINATED, out);
        } else if (end.getGone()) {
            assembly.messages.closeLate(assembly.origin().fileId(), FileState.NEVER, Flag.UNTERMINATED, out);
        }
        if (size > file.ranges.next() && !file.endless && size != file.accounted) {
            out.events.add(notices.account(size, file.ranges.next(), file.ranges.missingBytes()));
            file.accounted = size;
        }
    }

    /** Makes all unfinished lines final. */
    void endLines() {
        for (OpenLine line : List.copyOf(file.lines)) {
            end(line, Flag.UNTERMINATED);
        }
    }

    /** The file is still on the disk. */
    void stillHere(long offset) {
        heardOf(offset);
        file.gone = false;
    }

    /** A record without bytes is the first that is heard of a file: what was sent of it before is not asked for. */
    private void heardOf(long offset) {
        if (!file.known && offset > 0) {
            file.ranges.miss(offset, Missing.HISTORY);
            out.historyUnknown += offset;
            file.saysHistory = true;
        }
    }

    /** Says with the file's first event that its history is not known. */
    void sayHistory() {
        for (int i = 0; file.saysHistory && i < out.events.size(); i++) {
            LogEvent event = out.events.get(i);
            if (event.kind() == LogEvent.Kind.LINE
                    && event.origin().fileId().equals(assembly.origin().fileId())) {
                out.events.set(i, event.with(Flag.HISTORY_UNKNOWN));
                file.saysHistory = false;
            }
        }
    }
}
