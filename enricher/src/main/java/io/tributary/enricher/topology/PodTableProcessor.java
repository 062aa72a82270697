package io.tributary.enricher.topology;

import io.tributary.enricher.metadata.PodView;
import io.tributary.schemas.RecordKeys;
import io.tributary.schemas.SingleObjectSerde;
import io.tributary.schemas.record.PodMetadata;
import io.tributary.schemas.record.WatcherHeartbeat;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the table of pods from the metadata topic, at start too. Total: whatever lies there, it never throws, because an exception
 * here ends the whole client. A row that cannot be used is counted, and the pod keeps the row it has.
 */
final class PodTableProcessor implements Processor<String, byte[], Void, Void> {

    static final String ACCEPTED = "accepted";
    static final String DELETED = "deleted";
    static final String HEARTBEAT = "heartbeat";
    static final String UNKNOWN_SCHEMA = "unknown-schema";
    static final String UNREADABLE = "unreadable";
    static final String WRONG_KEY = "wrong-key";

    private static final Logger LOGGER = LoggerFactory.getLogger(PodTableProcessor.class);

    private final Sums sums;
    private final SingleObjectSerde<PodMetadata> serde = SingleObjectSerde.podMetadata();
    private final SingleObjectSerde<WatcherHeartbeat> heartbeats = SingleObjectSerde.watcherHeartbeat();
    private final LogPace pace = new LogPace();
    private ProcessorContext<Void, Void> context;
    private KeyValueStore<String, byte[]> rows;

    PodTableProcessor(Sums sums) {
        this.sums = sums;
    }

    @Override
    public void init(ProcessorContext<Void, Void> processorContext) {
        context = processorContext;
        rows = processorContext.getStateStore(StateStores.PODS);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        String result = take(record.key(), record.value());
        sums.metadataRow(result);
        sums.metadataObjects(rows.approximateNumEntries());
    }

    private String take(String key, byte[] value) {
        if (key == null) {
            return pass(WRONG_KEY, null);
        }
        if (value == null) {
            rows.delete(key);
            return DELETED;
        }
        if (!serde.recognises(value)) {
            // Neither is a pod's row; of rows of a newer watcher there is nothing to say of each.
            return heartbeats.recognises(value) ? HEARTBEAT : UNKNOWN_SCHEMA;
        }
        try {
            PodMetadata row = serde.deserialize(StateStores.PODS, value);
            if (!key.equals(RecordKeys.podKey(row.getCluster(), row.getPodDirectory()))) {
                return pass(WRONG_KEY, null);
            }
            // Proves that the row can be shown, before it takes the place of one that can.
            PodView.of(row);
            rows.put(key, serde.serialize(StateStores.PODS, trimmed(row)));
            return ACCEPTED;
        } catch (RuntimeException e) {
            return pass(UNREADABLE, e);
        }
    }

    /** The table is kept whole in every instance's heap, so what no output shows is left out. */
    private static PodMetadata trimmed(PodMetadata row) {
        row.setResourceVersion("");
        row.setCreationTime(null);
        row.setPhase(null);
        return row;
    }

    private String pass(String result, RuntimeException error) {
        if (pace.due(result, context.currentSystemTimeMs())) {
            LOGGER.atWarn()
                    .addKeyValue("reason", result)
                    .setCause(error)
                    .log("Row of the metadata topic cannot be used; the pod keeps the row it has");
        }
        return result;
    }
}
