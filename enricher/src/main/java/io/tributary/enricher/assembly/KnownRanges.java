package io.tributary.enricher.assembly;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a file's bytes: all below one position but for some missing ranges. A join of ranges, so records may come in any order and any
 * number of times (protocol 3): bytes win over gaps.
 */
final class KnownRanges {

    /** Beyond so many missing ranges the lowest two become one; what lay between them would then be taken again. */
    static final int MAX_MISSING = 32;

    private final List<Range> missing = new ArrayList<>();
    private long next;

    /** Why bytes are missing. */
    enum Missing {
        /** They came before the first that was heard of the file. */
        HISTORY,
        /** A collector said so. */
        ANNOUNCED,
        /** Offsets jumped. */
        UNANNOUNCED
    }

    /**
     * Bytes of a file.
     *
     * @param why {@code null} for bytes behind all that is known
     */
    record Range(long from, long to, Missing why) {}

    static KnownRanges read(StateInput in) {
        KnownRanges ranges = new KnownRanges();
        ranges.next = in.number();
        long at = 0;
        for (int i = in.small(); i > 0; i--) {
            long from = at + in.number();
            at = from + in.number();
            ranges.missing.add(new Range(from, at, in.choice(Missing.class)));
        }
        return ranges;
    }

    void write(StateOutput out) {
        out.number(next).number(missing.size());
        long at = 0;
        for (Range range : missing) {
            out.number(range.from - at).number(range.to - range.from).choice(range.why);
            at = range.to;
        }
    }

    /** Position behind all that is known. */
    long next() {
        return next;
    }

    /** The missing ranges, lowest first; not to be changed. */
    List<Range> missing() {
        return missing;
    }

    /** Number of missing bytes. */
    long missingBytes() {
        return missing.stream().mapToLong(range -> range.to - range.from).sum();
    }

    /** Which of these bytes are not known, in order. */
    List<Range> unknown(long from, long to) {
        List<Range> unknown = new ArrayList<>(1);
        for (Range range : missing) {
            if (range.from < to && range.to > from) {
                unknown.add(new Range(Math.max(from, range.from), Math.min(to, range.to), range.why));
            }
        }
        if (to > next) {
            unknown.add(new Range(Math.max(from, next), to, null));
        }
        return unknown;
    }

    /** Passes over the bytes from {@link #next} up to a position. */
    void miss(long to, Missing why) {
        Range last = missing.isEmpty() ? null : missing.get(missing.size() - 1);
        if (last != null && last.to == next && last.why == why) {
            missing.set(missing.size() - 1, new Range(last.from, to, why));
        } else {
            missing.add(new Range(next, to, why));
            bound();
        }
        next = to;
    }

    /** Why the bytes just before a position are missing; {@code null} if they are not. */
    Missing missingBefore(long position) {
        return missing.stream()
                .filter(range -> range.to == position)
                .map(Range::why)
                .findFirst()
                .orElse(null);
    }

    /** Takes bytes as known: some that {@link #unknown} named. */
    void fill(Range known) {
        if (known.why == null) {
            next = known.to;
            return;
        }
        for (int i = 0; i < missing.size(); i++) {
            Range hole = missing.get(i);
            if (hole.from <= known.from && known.to <= hole.to) {
                missing.remove(i);
                if (known.to < hole.to) {
                    missing.add(i, new Range(known.to, hole.to, hole.why));
                }
                if (hole.from < known.from) {
                    missing.add(i, new Range(hole.from, known.from, hole.why));
                }
                bound();
                return;
            }
        }
        throw new IllegalArgumentException("bytes " + known.from + " to " + known.to + " are not missing");
    }

    private void bound() {
        while (missing.size() > MAX_MISSING) {
            Range first = missing.remove(0);
            Range second = missing.remove(0);
            missing.add(0, new Range(first.from, second.to, second.why));
        }
    }
}
