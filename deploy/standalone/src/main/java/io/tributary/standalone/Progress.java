package io.tributary.standalone;

/**
 * How far everything is at one moment.
 *
 * @param read bytes of logs read so far
 * @param backlog bytes of logs on the disk that are not read
 * @param inFlight bytes of logs read and not acknowledged by Kafka
 * @param rawLag raw records that the enricher has not processed
 * @param held bytes waiting for their pod's metadata
 * @param output committed records in the output topic since its beginning, transaction markers included
 * @param unprinted whether committed output is still to be printed
 * @param ready whether every part says that it works
 */
record Progress(
        long read, long backlog, long inFlight, long rawLag, long held, long output, boolean unprinted, boolean ready) {

    /** Whether something is under way that will end by itself. */
    boolean pending() {
        return !ready || inFlight > 0 || rawLag > 0 || held > 0 || unprinted;
    }

    /** Whether anything moved since then. */
    boolean movedSince(Progress before) {
        return read != before.read || backlog != before.backlog || output != before.output;
    }
}
