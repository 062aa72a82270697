package io.tributary.enricher.watch;

import io.tributary.runtime.Check;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watcher's own thread. The order is protocol 23's: fence older watchers, read the own topic to its end, only then
 * list, and publish what differs. When a producer is lost all of it begins again, except that the source goes on.
 */
final class PublishLoop implements Runnable {

    private static final Logger LOGGER = LoggerFactory.getLogger(PublishLoop.class);
    private static final long TICK_MS = 100;
    private static final long FIRST_RETRY_MS = 200;
    private static final long LAST_RETRY_MS = 10_000;

    /** Kafka, as the loop needs it. */
    interface Clients {

        /** A new publisher with the watcher's transactional id, not yet open. */
        MetadataPublisher publisher();

        /**
         * Reads all committed rows of the watcher's cluster.
         *
         * @param row hears key and value, {@code null} for a tombstone
         * @return how many records there were
         */
        long readTopic(BiConsumer<String, byte[]> row) throws InterruptedException;
    }

    /** How the loop stands. */
    enum Stage {
        OPENING,
        LEADING,
        FENCED,
        CLOSED
    }

    private final Clients clients;
    private final PodTable table;
    private final Runnable onTopicRead;
    private final WatcherMetrics metrics;
    private final LongSupplier clock;
    private final Trouble kafka =
            new Trouble("Kafka", "check kafka.bootstrap.servers, the metadata topic and the rights on it");
    private volatile Stage stage = Stage.OPENING;
    private volatile boolean closed;
    private long retryMs = FIRST_RETRY_MS;

    /**
     * A loop that has not begun; the table's monitor guards the table.
     *
     * @param onTopicRead called each time the own topic was read to its end: from then on the source may speak
     * @param clock ms since the epoch
     */
    PublishLoop(Clients clients, PodTable table, Runnable onTopicRead, WatcherMetrics metrics, LongSupplier clock) {
        this.clients = clients;
        this.table = table;
        this.onTopicRead = onTopicRead;
        this.metrics = metrics;
        this.clock = clock;
        kafka.has("not connected yet", clock.getAsLong());
    }

    @Override
    public void run() {
        while (!closed && stage != Stage.FENCED) {
            stage = Stage.OPENING;
            try (MetadataPublisher publisher = clients.publisher()) {
                publisher.open();
                readBack();
                lead(publisher);
            } catch (ProducerFencedException e) {
                fenced();
            } catch (InterruptException | InterruptedException e) {
                // Interrupted only by close(); going round again would be wrong in any case.
                closed = true;
            } catch (KafkaException | IllegalStateException e) {
                troubled(e.toString());
            }
            pause(stage == Stage.FENCED ? 0 : retryMs);
        }
        if (stage != Stage.FENCED) {
            stage = Stage.CLOSED;
        }
    }

    /** Where the loop stands. */
    Stage stage() {
        return stage;
    }

    /** Whether rows reach the topic, else since when not, and why. */
    Check check() {
        return stage == Stage.FENCED
                ? Check.failed(
                        "another watcher of this cluster has taken over; this one does not write any more",
                        "run one watcher per cluster, or give each cluster its own cluster.name")
                : kafka.check(clock.getAsLong());
    }

    /** Ends the loop after the batch under way; what is due by then is still written. */
    void close() {
        closed = true;
        synchronized (table) {
            table.notifyAll();
        }
    }

    private void readBack() throws InterruptedException {
        synchronized (table) {
            table.startReadBack();
        }
        long own = clients.readTopic((key, value) -> {
            synchronized (table) {
                table.readBack(key, value);
            }
        });
        synchronized (table) {
            table.endReadBack(clock.getAsLong());
        }
        LOGGER.atInfo().addKeyValue("records", own).log("metadata topic read to its end");
        onTopicRead.run();
        stage = Stage.LEADING;
        kafka.over();
    }

    private void lead(MetadataPublisher publisher) throws InterruptedException {
        boolean again = true;
        while (again) {
            // Asked before the batch is taken, so that the last batch holds everything said before the close.
            boolean last = closed;
            List<Write> batch = next(last);
            again = batch.isEmpty() ? !last : publish(publisher, batch);
        }
    }

    private List<Write> next(boolean last) throws InterruptedException {
        synchronized (table) {
            List<Write> batch = table.batch(clock.getAsLong());
            if (batch.isEmpty() && !last) {
                table.wait(TICK_MS);
            }
            return batch;
        }
    }

    // Whether the same producer may go on.
    private boolean publish(MetadataPublisher publisher, List<Write> batch) throws InterruptedException {
        MetadataPublisher.Outcome outcome = publisher.publish(batch);
        if (outcome == MetadataPublisher.Outcome.COMMITTED) {
            synchronized (table) {
                table.committed(batch);
            }
            int gone = (int) batch.stream().filter(Write::tombstone).count();
            metrics.committed(batch.size() - gone, gone);
            kafka.over();
            retryMs = FIRST_RETRY_MS;
            return true;
        }
        metrics.notCommitted();
        if (outcome == MetadataPublisher.Outcome.FENCED) {
            fenced();
            return false;
        }
        troubled(publisher.problem());
        if (outcome == MetadataPublisher.Outcome.ABORTED && !closed) {
            pause(retryMs);
            return true;
        }
        return false;
    }

    private void fenced() {
        stage = Stage.FENCED;
        LOGGER.atError().log("another watcher of this cluster has taken over; this one stops");
    }

    private void troubled(String why) {
        kafka.has(why, clock.getAsLong());
        LOGGER.atWarn()
                .addKeyValue("reason", why)
                .addKeyValue("retryMs", retryMs)
                .log("Kafka cannot be used, trying again");
        retryMs = Math.min(LAST_RETRY_MS, retryMs * 2);
    }

    private void pause(long ms) {
        long until = System.nanoTime() + ms * 1_000_000;
        synchronized (table) {
            try {
                for (long left = ms; left > 0 && !closed; left = (until - System.nanoTime()) / 1_000_000) {
                    table.wait(left);
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }
}
