package io.tributary.collector.tail;

/**
 * A file's turn to be read.
 *
 * @param now monotonic time in nanoseconds
 * @param budget bytes that may be handed over
 * @param complete whether nothing more can come, so that an unfinished last line leaves too
 * @param last whether another file is written to by now, or this one is gone, so that its end is to be believed only after one more look
 */
record Turn(long now, int budget, boolean complete, boolean last) {}
