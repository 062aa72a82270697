package io.tributary.standalone.guarantee;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.SoftAssertions;

/** All promises at once, as the end-to-end tests of the pipeline run under them; safe for a writer and a reader thread. */
public final class Guarantees {

    private final NothingLost nothingLost = new NothingLost();
    private final MetadataNeverWrong metadata;
    private final SumsBalance sums = new SumsBalance();
    private final List<Guarantee> all;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /** @param cluster name of the cluster, the first part of every key */
    public Guarantees(String cluster) {
        metadata = new MetadataNeverWrong(cluster);
        all = List.of(nothingLost, new NoDuplicates(), new OrderPerContainerStream(), metadata, sums);
    }

    /** To be told what the pods' metadata are. */
    public MetadataNeverWrong metadata() {
        return metadata;
    }

    /** To be given the parts' metrics. */
    public SumsBalance sums() {
        return sums;
    }

    /** A line stands in a log file. */
    public synchronized void written(WrittenLine line) {
        all.forEach(guarantee -> guarantee.written(line));
        written.incrementAndGet();
        bytesWritten.addAndGet(line.bytes());
    }

    /** An event was read. */
    public synchronized void read(EnrichedEvent event) {
        all.forEach(guarantee -> guarantee.read(event));
        if (event.line().isPresent()) {
            read.incrementAndGet();
        }
    }

    /** Lines written. */
    public long linesWritten() {
        return written.get();
    }

    /** Bytes of the lines written, as they stand in the files. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** Events read that bear a line; more than were written if some came twice. */
    public long linesRead() {
        return read.get();
    }

    /** Verifies all of them and reports every one that was broken. */
    public synchronized void verify() {
        SoftAssertions softly = new SoftAssertions();
        for (Guarantee guarantee : all) {
            softly.assertThatCode(guarantee::verify)
                    .as(guarantee.getClass().getSimpleName())
                    .doesNotThrowAnyException();
        }
        softly.assertAll();
    }
}
