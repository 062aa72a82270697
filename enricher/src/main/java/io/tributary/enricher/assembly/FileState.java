package io.tributary.enricher.assembly;

import io.tributary.enricher.event.Origin;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of one file: its known ranges, its unfinished lines, and what was said of its end. One entry of the state. */
final class FileState {

    static final String PREFIX = "f/";
    static final long NEVER = -1;

    /** More positions are not kept: what goes on at one that was forgotten counts as missing. */
    private static final int MAX_CUTS = 64;

    final KnownRanges ranges;
    final List<OpenLine> lines = new ArrayList<>(1);
    /** Positions in the middle of lines whose beginnings left already. */
    private final List<Long> cuts = new ArrayList<>(1);

    private final Origin origin;
    /** Whether anything was ever heard of the file before. */
    final boolean known;

    long lastHeard;
    boolean gone;
    /** Whether a gap without known end was announced. */
    boolean endless;
    /** Whether the file's first event still has to say that its history is unknown. */
    boolean saysHistory;
    /** The end of file whose account was given last. */
    long accounted = NEVER;

    /** A file, as it is in the state or for the first time. */
    FileState(Origin origin, StateChanges state) {
        this(origin, state.get(PREFIX + origin.fileId()));
    }

    private FileState(Origin ifNew, byte[] entry) {
        known = entry != null;
        if (!known) {
            origin = ifNew;
            ranges = new KnownRanges();
            return;
        }
        StateInput in = new StateInput(entry);
        ranges = KnownRanges.read(in);
        lastHeard = in.number();
        gone = in.flag();
        endless = in.flag();
        saysHistory = in.flag();
        accounted = in.number();
        for (int i = in.small(); i > 0; i--) {
            cuts.add(in.number());
        }
        int count = in.small();
        origin = count > 0 ? MessageHead.readOrigin(in) : ifNew;
        for (int i = count; i > 0; i--) {
            lines.add(OpenLine.read(in, origin.fileId()));
        }
    }

    /** An entry as it is in the state, without a record that speaks of it. */
    static FileState of(byte[] entry) {
        return new FileState(null, entry);
    }

    /** Where its unfinished lines come from; {@code null} if there are none. */
    Origin origin() {
        return lines.isEmpty() ? null : origin;
    }

    /** The unfinished line that goes on at a position, or {@code null}. */
    OpenLine lineAt(long position) {
        for (OpenLine line : lines) {
            if (line.end() == position) {
                return line;
            }
        }
        return null;
    }

    /** Notes that a line was ended at a position without its newline. */
    void cut(long position) {
        cuts.add(position);
        if (cuts.size() > MAX_CUTS) {
            cuts.remove(0);
        }
    }

    /** Whether a line was ended there. */
    boolean isCut(long position) {
        return cuts.contains(position);
    }

    /** Whether a line was ended there; forgets it. */
    boolean endCut(long position) {
        return cuts.remove((Long) position);
    }

    void save(Origin current, StateChanges state) {
        StateOutput entry = new StateOutput();
        ranges.write(entry);
        entry.number(lastHeard).flag(gone).flag(endless).flag(saysHistory).number(accounted);
        entry.number(cuts.size());
        cuts.forEach(entry::number);
        entry.number(lines.size());
        if (!lines.isEmpty()) {
            MessageHead.writeOrigin(current, entry);
            for (OpenLine line : lines) {
                line.save(entry, state);
            }
        }
        state.put(PREFIX + current.fileId(), entry.toBytes());
    }
}
