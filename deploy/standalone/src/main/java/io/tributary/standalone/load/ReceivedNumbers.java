package io.tributary.standalone.load;

import java.util.Map;
import java.util.TreeMap;

/** Which numbers of one series have come, in a space that grows with the holes, not with the numbers. */
final class ReceivedNumbers {

    /** Start of each unbroken run of numbers to its last. */
    private final TreeMap<Long, Long> runs = new TreeMap<>();

    private long received;
    private long duplicated;

    void add(long number) {
        Map.Entry<Long, Long> before = runs.floorEntry(number);
        if (before != null && before.getValue() >= number) {
            duplicated++;
            return;
        }
        received++;
        long first = number;
        long last = number;
        if (before != null && before.getValue() == number - 1) {
            first = before.getKey();
        }
        Long afterLast = runs.remove(number + 1);
        if (afterLast != null) {
            last = afterLast;
        }
        runs.put(first, last);
    }

    /** Different numbers that came. */
    long received() {
        return received;
    }

    /** How often a number came that had come before. */
    long duplicated() {
        return duplicated;
    }

    /** Numbers below the highest one that have not come. */
    long missingBelowHighest() {
        return runs.isEmpty() ? 0 : runs.lastEntry().getValue() + 1 - received;
    }
}
