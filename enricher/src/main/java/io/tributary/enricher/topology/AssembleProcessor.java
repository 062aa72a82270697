package io.tributary.enricher.topology;

import io.tributary.enricher.assembly.Assembled;
import io.tributary.enricher.assembly.Assembled.Change;
import io.tributary.enricher.assembly.NewerStateException;
import io.tributary.enricher.event.LogEvent;
import io.tributary.schemas.RecordKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns a joined chunk into events, wholly in memory first: a failure there dead-letters the chunk and nothing else has happened.
 * Then state, then events; a failure from there on fails the task, so that state and output move together or not at all (protocol 11).
 */
final class AssembleProcessor implements Processor<String, Joined, String, Object> {

    static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
    /** Some milliseconds of work; a partition's entries of a week are seen within hours. */
    static final int SWEEP_ENTRIES = 5_000;

    private static final Logger LOGGER = LoggerFactory.getLogger(AssembleProcessor.class);

    private final ChunkAssembly assembly;
    private final Attempts attempts;
    private final String rawTopic;
    private final Sums sums;
    private final LogPace pace = new LogPace();
    private ProcessorContext<String, Object> context;
    private KeyValueStore<String, byte[]> state;
    private PodLookup pods;
    private String sweepFrom;

    AssembleProcessor(ChunkAssembly assembly, Attempts attempts, String rawTopic, Sums sums) {
        this.assembly = assembly;
        this.attempts = attempts;
        this.rawTopic = rawTopic;
        this.sums = sums;
    }

    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        context = processorContext;
        state = processorContext.getStateStore(StateStores.ASSEMBLY);
        pods = new PodLookup(processorContext.getStateStore(StateStores.PODS));
        sweepFrom = null;
        context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, this::sweep);
    }

    @Override
    public void process(Record<String, Joined> record) {
        Joined joined = record.value();
        RawRecord raw = joined.raw();
        long now = context.currentSystemTimeMs();
        if (attempts.exhausted(raw)) {
            passOver(record, DeadLetters.REPEATED_FAILURE, null);
            return;
        }
        Assembled assembled;
        try {
            assembled = assembly.assemble(joined.chunk(), now, state::get);
        } catch (NewerStateException e) {
            throw e;
        } catch (RuntimeException e) {
            passOver(record, DeadLetters.ASSEMBLY, e);
            return;
        }
        try {
            apply(record.key(), assembled, joined.pod(), joined.result(), record.timestamp());
        } catch (RuntimeException e) {
            attempts.failed(raw, e);
            throw e;
        }
    }

    private void passOver(Record<String, Joined> record, String reason, RuntimeException error) {
        Joined joined = record.value();
        RawRecord raw = joined.raw();
        if (pace.due(reason, context.currentSystemTimeMs())) {
            LOGGER.atError()
                    .addKeyValue("reason", reason)
                    .addKeyValue("partition", raw.partition())
                    .addKeyValue("offset", raw.offset())
                    .setCause(error)
                    .log("Chunk cannot be assembled; it went to the dead-letter topic and a gap stands in its place");
        }
        Assembled gap = assembly.passOver(joined.chunk(), context.currentSystemTimeMs(), state::get);
        sums.deadLettered(reason, ChunkReader.payloadBytes(joined.chunk()));
        context.forward(DeadLetters.record(raw, rawTopic, reason, error), EnricherTopology.DEAD_LETTER);
        apply(record.key(), gap, joined.pod(), joined.result(), record.timestamp());
    }

    private void apply(String key, Assembled assembled, KnownPod pod, JoinResult result, long timestamp) {
        for (Change change : assembled.changes()) {
            state.put(change.key(), change.value());
        }
        sums.assembled(assembled);
        if (!assembled.events().isEmpty()) {
            context.forward(
                    new Record<>(key, new Emission(assembled.events(), pod, result), timestamp), EnricherTopology.EMIT);
        }
    }

    /** Looks at some entries of the state, from where the last sweep ended; all of them are seen in turn. */
    private void sweep(long now) {
        List<KeyValue<String, byte[]>> some = new ArrayList<>();
        try (KeyValueIterator<String, byte[]> entries = state.range(sweepFrom, null)) {
            while (entries.hasNext() && some.size() < SWEEP_ENTRIES) {
                some.add(entries.next());
            }
            sweepFrom = entries.hasNext() ? entries.peekNextKey() : null;
        }
        for (KeyValue<String, byte[]> entry : some) {
            Assembled assembled = assembly.expire(entry.key, entry.value, now, state::get);
            if (assembled != null) {
                applyExpired(assembled, now);
            }
        }
    }

    private void applyExpired(Assembled assembled, long now) {
        if (assembled.events().isEmpty()) {
            apply(null, assembled, null, JoinResult.PATH_ONLY, now);
            return;
        }
        LogEvent first = assembled.events().get(0);
        String key = RecordKeys.podKey(first.origin().cluster(), first.origin().podDirectory());
        KnownPod pod = pods.findOrPathOnly(key, PodLookup.NO_ROW);
        apply(key, assembled, pod, pod.pathOnly() ? JoinResult.PATH_ONLY : JoinResult.AT_ONCE, now);
    }
}
