package io.tributary.collector.tail;

/** How much of a file is there, how much of that was looked at, and when it last grew. Does no I/O. */
final class Extent {

    private static final long NOT_LOOKED = -1;

    private long size = -1;
    private long lastGrowth;
    private long lookedAt = NOT_LOOKED;
    private long verified;
    private int held;

    /** Another handle shows the content now, so it must be looked at. */
    void opened(long now) {
        lastGrowth = now;
        lookedAt = NOT_LOOKED;
    }

    /** Takes over the size of now. */
    void notice(long present, long now) {
        if (present != size) {
            size = present;
            lastGrowth = now;
        }
    }

    /** All that is there was looked at. */
    void lookedAtAll() {
        lookedAt = size;
    }

    /** It must be looked at again, although it did not grow. */
    void lookAgain() {
        lookedAt = NOT_LOOKED;
    }

    /** Reading starts again elsewhere. */
    void rewound() {
        lookAgain();
        held = 0;
    }

    /**
     * Reading ended a turn, and all up to the size was this content's.
     *
     * @param end position behind what was handed over, or -1 if there is more
     * @param unfinished bytes of an unfinished line behind it
     */
    void readTo(long end, int unfinished) {
        verified = size;
        held = unfinished;
        lookedAt = end < 0 ? NOT_LOOKED : end + unfinished;
    }

    /** Nothing came since all was looked at. */
    boolean isLookedAt() {
        return lookedAt == size;
    }

    /** How much is known to have been there behind a position. */
    long knownBehind(long position) {
        return verified == Long.MAX_VALUE ? 0 : Math.max(0, verified - position);
    }

    /** Bytes behind a position, without the beginning of a line that is being written. */
    long unreadBehind(long position) {
        return size == Long.MAX_VALUE || size < 0 ? 0 : Math.max(0, size - held - position);
    }

    boolean isQuietFor(long nanos, long now) {
        return now - lastGrowth >= nanos;
    }

    /** Whether it was seen with a byte in it. */
    boolean hasBytes() {
        return size > 0;
    }

    /** Bytes of an unfinished last line. */
    int held() {
        return held;
    }

    long size() {
        return size;
    }

    long lastGrowth() {
        return lastGrowth;
    }
}
