package io.tributary.collector.publish;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;

/** One producer from its start to its first failed send; there is no going on after that (protocol 3a). */
final class Session {

    private static final String BUFFER_METRIC = "buffer-available-bytes";

    private final Producer<byte[], byte[]> producer;
    private final int epoch;
    private final PodKeys keys;
    private final InFlightLimit limit;
    private final int bufferNeeded;
    private final Metric bufferAvailable;
    private final AtomicBoolean over = new AtomicBoolean();

    Session(
            Producer<byte[], byte[]> producer,
            int epoch,
            PodKeys keys,
            InFlightLimit limit,
            ProducerSettings settings) {
        this.producer = producer;
        this.epoch = epoch;
        this.keys = keys;
        this.limit = limit;
        this.bufferNeeded = settings.bufferPerSend();
        this.bufferAvailable = producer.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(BUFFER_METRIC))
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    int epoch() {
        return epoch;
    }

    PodKeys.PodKey key(String podDirectory) {
        return keys.of(podDirectory);
    }

    InFlightLimit limit() {
        return limit;
    }

    /** Whether a send for this pod would neither break a limit nor wait for a buffer: one thread sends, so what is free stays free. */
    boolean hasRoom(String podDirectory) {
        return !over.get() && limit.hasRoom(keys.of(podDirectory).partition()) && hasBuffer();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback is told all that the future knows
    void send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        producer.send(record, callback);
    }

    /**
     * Ends the producer at once: what it has not sent is dropped, and nothing more of it reaches the log.
     * Works inside a callback of the producer itself.
     *
     * @return false if it had ended before
     */
    boolean abort() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        producer.close(Duration.ZERO);
        return true;
    }

    /** Waits for acknowledgements, then ends the producer; what is left when the time is over fails. */
    void close(Duration limit) {
        producer.close(limit);
    }

    private boolean hasBuffer() {
        return bufferAvailable == null
                || !(bufferAvailable.metricValue() instanceof Number available)
                || available.longValue() >= bufferNeeded;
    }
}
