package io.tributary.collector.tail;

/** How much of a file is there, how much of that was looked at, and when it last grew. Does no I/O. */
final class Extent {

    private static final long UNKNOWN = -1;

    /** Other than every size, also than one that is not known yet: what was opened and not looked at is not read to its end. */
    private static final long NOT_LOOKED = -2;

    private long size = UNKNOWN;
    private long lastGrowth;
    private long lookedAt = NOT_LOOKED;
    private long verified;
    private int held;
    private boolean shrunk;
    private boolean confirmed;
    private long confirmedAt;

    /** Another handle shows the content now, so it must be looked at. */
    void opened(long now) {
        size = UNKNOWN;
        lastGrowth = now;
        lookAgain();
    }

    /** Takes over the size of now. */
    void notice(long present, long now) {
        if (present != size) {
            shrunk |= present < size && size != Long.MAX_VALUE;
            size = present;
            confirmed = false;
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

    /** It is known what is in the file now, whatever was there before. */
    void identified() {
        lookAgain();
        shrunk = false;
        confirmed = false;
    }

    /** Nothing of what was there is known to be there now. */
    void wentBack() {
        identified();
        held = 0;
        verified = 0;
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

    /** What {@link #shrank} told of could not be dealt with now. */
    void shrankStill() {
        shrunk = true;
    }

    /** Whether bytes that were there are there no longer; says so once for each time. */
    boolean shrank() {
        boolean was = shrunk;
        shrunk = false;
        return was;
    }

    /**
     * It is asked whether all is still as it was looked at.
     *
     * @param last whether it is known by now that the file has ended
     */
    void confirm(long now, boolean last) {
        confirmed |= last;
        confirmedAt = now;
    }

    /** How long that was not asked. */
    long unconfirmedFor(long now) {
        return now - confirmedAt;
    }

    /** Whether that was asked of a file that has ended, since it last grew. */
    boolean isConfirmed() {
        return confirmed;
    }

    /** All up to the size was seen to be this content's. */
    void verify() {
        verified = size;
    }

    /** Whether the size is still the one that it was verified with. */
    boolean isVerified() {
        return verified == size;
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
