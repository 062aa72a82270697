package io.tributary.enricher.watch;

import io.tributary.runtime.Check;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watcher's own thread: stands by while another watcher of the cluster writes, then leads for a {@link Term}, and
 * begins again for ever. One that was fenced goes back to standing by, so that two never take turns.
 */
final class PublishLoop implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(PublishLoop.class);

    /** How the loop stands. */
    enum Stage {
        /** Waits until no other watcher writes. */
        STANDING_BY,
        /** Fences others and reads the topic. */
        OPENING,
        /** Writes. */
        LEADING,
        /** Has ended. */
        CLOSED
    }

    private final LoopParts parts;
    private final LoopParts.Settings settings;
    private final Clock clock;
    private final Closing closing;
    private final KafkaState kafka;
    private final StandBy standBy;
    private volatile Stage stage = Stage.STANDING_BY;
    private volatile Check standing = Check.ok();

    /** A loop that has not begun. */
    PublishLoop(LoopParts parts) {
        this.parts = parts;
        this.settings = parts.settings();
        this.clock = settings.clock();
        this.closing = new Closing(parts.table());
        this.kafka = new KafkaState(clock, RandomGenerator.getDefault());
        this.standBy = new StandBy(settings.instance());
    }

    @Override
    public void run() {
        while (!closing.isAsked()) {
            try {
                stage = Stage.STANDING_BY;
                standBy();
                if (!closing.isAsked()) {
                    lead();
                }
            } catch (ProducerFencedException e) {
                fenced();
            } catch (InterruptException | InterruptedException e) {
                // Interrupted only by close(); going round again would be wrong in any case.
                closing.ask();
            } catch (KafkaException | IllegalStateException e) {
                pause(kafka.fails(e.toString()));
            }
        }
        stage = Stage.CLOSED;
    }

    /** Where the loop stands. */
    Stage stage() {
        return stage;
    }

    /** Whether rows reach the topic, by this watcher or surely by another; else since when not, and why. */
    Check check() {
        Check ofKafka = kafka.check();
        return ofKafka.isOk() && stage == Stage.STANDING_BY ? standing : ofKafka;
    }

    /** Ends the loop after the batch under way; what is due by then is still written. */
    void close() {
        closing.ask();
    }

    private void standBy() {
        standBy.begin();
        try (HeartbeatReader reader = parts.topic().heartbeats()) {
            while (!closing.isAsked()) {
                Optional<HeartbeatReader.Heard> heard = reader.poll();
                heard.ifPresent(it -> standBy.heard(it.beat(), clock.now() - it.appendedAt(), clock.tick()));
                if (reader.isCaughtUp()) {
                    boolean foreign = isForeign();
                    if (!foreign && standBy.mayLead(clock.tick())) {
                        return;
                    }
                    kafka.works();
                    standing = foreign ? foreign() : waiting();
                }
            }
        }
    }

    private void lead() throws InterruptedException {
        stage = Stage.OPENING;
        Term.End end;
        try (MetadataPublisher publisher = parts.topic().publisher()) {
            Term term = new Term(parts, publisher, kafka, closing);
            term.begin();
            stage = Stage.LEADING;
            LOGGER.atInfo().addKeyValue("instance", settings.instance()).log("this watcher writes from now on");
            end = term.lead();
        }
        if (end == Term.End.FENCED) {
            fenced();
        } else if (end == Term.End.FOREIGN) {
            LOGGER.atError().log("the metadata topic holds the rows of another cluster of this name: not writing");
        }
    }

    private void fenced() {
        standBy.fenced();
        parts.metrics().fenced();
        LOGGER.atWarn().log("another watcher of this cluster has taken over; this one stands by");
    }

    private boolean isForeign() {
        synchronized (parts.table()) {
            return settings.identity().isForeign(parts.table().clusterUid(), standBy.beat());
        }
    }

    private Check foreign() {
        String other = standBy.beat().clusterUid();
        return Check.failed(
                "the metadata topic holds the rows of another cluster under this cluster.name: its namespace "
                        + ClusterIdentity.NAMESPACE + " has the uid " + other,
                "give each cluster its own cluster.name; if this one has taken the other's place, set cluster.replaces="
                        + other);
    }

    private Check waiting() {
        long tick = clock.tick();
        Heartbeat beat = standBy.beat();
        return standBy.anotherLives(tick)
                ? Check.ok()
                : Check.failed(
                        String.format(
                                Locale.ROOT,
                                "standing by: the last heartbeat of watcher %s is %d s old, this one takes over after %d s",
                                beat.instance(),
                                standBy.silentMs(tick) / 1000,
                                beat.patienceMs() / 1000),
                        "wait; set instance.id to a lasting name to go on at once after a crash");
    }

    private void pause(long ms) {
        try {
            closing.pause(ms);
        } catch (InterruptedException e) {
            closing.ask();
        }
    }
}
