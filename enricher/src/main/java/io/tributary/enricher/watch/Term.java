package io.tributary.enricher.watch;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of leading, in the order of protocol 23: fence older watchers, read the own topic to its end, only then let
 * the source speak, and publish what differs, with a heartbeat in between. The topic is read again when it is not what
 * it was, and every few hours in any case: what anything else did to it is set right.
 */
final class Term {

    private static final Logger LOGGER = LoggerFactory.getLogger(Term.class);
    private static final long TICK_MS = 100;
    /** Changes that come close together go into one transaction. */
    private static final long LINGER_MS = 50;

    /** Why a term ended. */
    enum End {
        /** It was asked to. */
        CLOSED,
        /** Nobody knows what became of the last batch. */
        LOST,
        /** Another watcher has taken over. */
        FENCED,
        /** The topic holds the rows of another cluster of this name. */
        FOREIGN
    }

    private final LoopParts parts;
    private final MetadataPublisher publisher;
    private final KafkaState kafka;
    private final Closing closing;
    private final Clock clock;
    private Heartbeat inTopic;
    private TopicMark mark;
    private boolean complete;
    private long beatAt;
    private long compareAt;

    /** A term that has not begun; the publisher is the caller's to close. */
    Term(LoopParts parts, MetadataPublisher publisher, KafkaState kafka, Closing closing) {
        this.parts = parts;
        this.publisher = publisher;
        this.kafka = kafka;
        this.closing = closing;
        this.clock = parts.settings().clock();
    }

    /** Fences older watchers and reads the topic: from then on this one leads. */
    void begin() throws InterruptedException {
        publisher.open();
        readBack();
        beatAt = clock.tick();
        kafka.works();
    }

    /** Leads until the end. */
    End lead() throws InterruptedException {
        End end = null;
        while (end == null) {
            end = turn();
        }
        if (end == End.CLOSED || end == End.FOREIGN) {
            publisher.publish(List.of(), beat(complete, true));
        }
        return end;
    }

    private End turn() throws InterruptedException {
        // Asked before the batch is taken, so that the last batch holds everything said before the close.
        boolean last = closing.isAsked();
        if (isForeign()) {
            return End.FOREIGN;
        }
        boolean beatIsDue = clock.tick() >= beatAt;
        if (beatIsDue) {
            lookAtTopic();
        }
        RowTable.Batch batch = next(last || beatIsDue);
        if (batch.isEmpty() && !beatIsDue) {
            return last ? End.CLOSED : null;
        }
        return publish(batch, beatIsDue);
    }

    private boolean isForeign() {
        synchronized (parts.table()) {
            return parts.settings().identity().isForeign(parts.table().clusterUid(), inTopic);
        }
    }

    private void lookAtTopic() throws InterruptedException {
        if (!mark.equals(parts.topic().mark())) {
            LOGGER.atWarn().log("the metadata topic was made anew or emptied: publishing everything again");
            parts.metrics().topicLost();
            readBack();
        } else if (clock.tick() >= compareAt) {
            readBack();
        }
    }

    private void readBack() throws InterruptedException {
        // Taken before the reading, so that what is done to the topic meanwhile is noticed at the next look.
        mark = parts.topic().mark();
        inTopic = null;
        PodTable table = parts.table();
        synchronized (table) {
            table.startReadBack();
        }
        String heartbeatKey = parts.settings().heartbeats().key();
        long own = parts.topic().read((key, value) -> {
            if (key.equals(heartbeatKey)) {
                inTopic = parts.settings().heartbeats().read(value);
            } else {
                synchronized (table) {
                    table.readBack(key, value);
                }
            }
        });
        int differing;
        synchronized (table) {
            differing = table.endReadBack(clock.now());
        }
        complete = inTopic != null && inTopic.complete();
        compareAt = clock.tick() + parts.settings().compareMs();
        LOGGER.atInfo()
                .addKeyValue("records", own)
                .addKeyValue("differing", differing)
                .log("metadata topic read to its end");
        parts.source().mayStart();
    }

    private RowTable.Batch next(boolean atOnce) throws InterruptedException {
        PodTable table = parts.table();
        synchronized (table) {
            RowTable.Batch batch = table.batch(clock.now());
            if (batch.isEmpty() && !atOnce) {
                table.wait(TICK_MS);
            }
            return batch;
        }
    }

    private End publish(RowTable.Batch batch, boolean beatIsDue) throws InterruptedException {
        boolean whole;
        synchronized (parts.table()) {
            whole = complete || (parts.table().isListed() && batch.isAll());
        }
        byte[] beat = beatIsDue ? beat(whole, false) : null;
        return switch (publisher.publish(batch.writes(), beat)) {
            case COMMITTED -> committed(batch, beatIsDue, whole);
            case FENCED -> End.FENCED;
            case ABORTED -> failed(true);
            case LOST -> failed(false);
        };
    }

    private End committed(RowTable.Batch batch, boolean beatIsDue, boolean whole) throws InterruptedException {
        complete = whole;
        PodTable table = parts.table();
        synchronized (table) {
            table.committed(batch.writes());
        }
        parts.metrics().committed(batch.writes());
        kafka.works();
        if (beatIsDue) {
            beatAt = clock.tick() + parts.settings().heartbeatMs();
        }
        if (batch.isAll()) {
            closing.pause(LINGER_MS);
        }
        return null;
    }

    // What was aborted is published again by the same producer, for ever.
    private End failed(boolean producerIsGood) throws InterruptedException {
        parts.metrics().notCommitted();
        closing.pause(kafka.fails(publisher.problem()));
        return producerIsGood && !closing.isAsked() ? null : End.LOST;
    }

    private byte[] beat(boolean whole, boolean leaving) {
        LoopParts.Settings settings = parts.settings();
        String uid;
        synchronized (parts.table()) {
            uid = parts.table().clusterUid();
        }
        boolean keep = uid == null || isForeign();
        String known = inTopic == null ? null : inTopic.clusterUid();
        Heartbeat beat = new Heartbeat(
                keep ? known : uid,
                settings.instance(),
                parts.source().heardAt(),
                whole,
                leaving,
                settings.heartbeatMs());
        return settings.heartbeats().encode(beat, clock.now());
    }
}
