package io.tributary.enricher.assembly;

import io.tributary.enricher.assembly.KnownRanges.Range;
import io.tributary.enricher.event.Flag;

/** Cuts bytes that are new into physical lines; what has no end yet is kept with the file. */
final class LineFeed {

    private final FileState file;
    private final MessageAssembly assembly;
    private final ChunkText text;
    private final long readTime;

    LineFeed(FileState file, MessageAssembly assembly, ChunkText text, long readTime) {
        this.file = file;
        this.assembly = assembly;
        this.text = text;
        this.readTime = readTime;
    }

    /** Whether lines can be read from a position on: one starts there, or one goes on whose beginning is at hand or left already. */
    boolean canReadFrom(long position) {
        return text.startsLine(position) || file.lineAt(position) != null || file.isCut(position);
    }

    /** Reads all lines of a range. */
    void read(Range range) {
        boolean late = range.why() != null;
        long at = goOn(range, late);
        while (at < range.to()) {
            long lineEnd = text.lineEnd(at, range.to());
            LinePlace place = new LinePlace(at, readTime, late, null);
            if (lineEnd < range.to()) {
                assembly.line(text.data().array(), text.index(at), text.index(lineEnd), place);
            } else {
                OpenLine line = new OpenLine(place, assembly.origin().fileId());
                file.lines.add(line);
                line.extend(text.data().array(), text.index(at), text.index(lineEnd), assembly);
            }
            at = lineEnd + 1;
        }
    }

    /** Goes on with the line that is open at the range's beginning, if any; gives the position where the next line starts. */
    private long goOn(Range range, boolean late) {
        OpenLine line = file.lineAt(range.from());
        boolean starts = text.startsLine(range.from());
        if (line != null && starts) {
            // A newline stands where we saw none: the line was cut short by whoever sent it.
            file.lines.remove(line);
            line.close(Flag.TRUNCATED, assembly);
            line = null;
        }
        boolean rest = file.endCut(range.from());
        if (line == null && !starts && rest) {
            line = new OpenLine(
                    new LinePlace(range.from(), readTime, late, null),
                    assembly.origin().fileId());
            line.beRest(assembly);
            file.lines.add(line);
        }
        if (line == null) {
            return range.from();
        }
        long lineEnd = text.lineEnd(range.from(), range.to());
        int from = text.index(range.from());
        if (lineEnd < range.to()) {
            file.lines.remove(line);
            line.finish(text.data().array(), from, text.index(lineEnd), assembly);
        } else {
            line.extend(text.data().array(), from, text.index(lineEnd), assembly);
        }
        return lineEnd + 1;
    }
}
