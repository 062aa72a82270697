package io.tributary.enricher.topology;

import io.tributary.enricher.metadata.HoldPolicy;
import io.tributary.enricher.metadata.HoldPolicy.Decision;
import io.tributary.enricher.metadata.HoldPolicy.Reason;
import io.tributary.enricher.topology.HeldChunks.WaitingPod;
import io.tributary.schemas.record.LogChunk;
import java.time.Duration;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins a chunk with the row of its pod; holds it when there is none, without delaying other pods.
 * A pod that has chunks waiting takes every further record of its key at the tail, whatever the table says by then,
 * and its queue is emptied in raw order before anything of it goes on (protocol 4).
 */
final class PodJoinProcessor implements Processor<String, byte[], String, Object> {

    private static final Logger LOGGER = LoggerFactory.getLogger(PodJoinProcessor.class);

    static final Duration LOOK_EVERY = Duration.ofMillis(200);
    /** Much less than a transaction's time limit allows for (protocol 22). */
    static final long RELEASE_BYTES = 8L << 20;

    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final HoldPolicy policy;
    private final String rawTopic;
    private final Sums sums;
    private final ChunkReader chunks;
    private final LogPace pace = new LogPace();
    private ProcessorContext<String, Object> context;
    private PodLookup pods;
    private HeldChunks held;
    private GivenUpPods givenUp;
    private Cancellable looking;

    PodJoinProcessor(HoldPolicy policy, String rawTopic, Sums sums) {
        this.policy = policy;
        this.rawTopic = rawTopic;
        this.sums = sums;
        this.chunks = new ChunkReader(rawTopic);
    }

    /** May be called again on the same object when Streams revives a task: everything is rebuilt from the store. */
    @Override
    public void init(ProcessorContext<String, Object> processorContext) {
        context = processorContext;
        pods = new PodLookup(processorContext.getStateStore(StateStores.PODS));
        KeyValueStore<Bytes, byte[]> store = processorContext.getStateStore(StateStores.HELD);
        held = new HeldChunks(store, sums);
        held.restore();
        givenUp = new GivenUpPods(store);
        givenUp.restore();
        looking = null;
        lookWhileSomethingWaits();
        context.schedule(FORGET_EVERY, PunctuationType.WALL_CLOCK_TIME, givenUp::forgetSilent);
    }

    /**
     * Takes one raw record. It is decoded here, not by Streams' deserialiser: so a dead letter goes out in the transaction that passes its record over,
     * whereas Streams' own handler sends it when the record is fetched, and again after a crash.
     */
    @Override
    public void process(Record<String, byte[]> record) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        RawRecord raw = new RawRecord(record.key(), record.value(), at.partition(), at.offset(), record.timestamp());
        LogChunk chunk;
        try {
            chunk = chunks.read(raw);
        } catch (UnusableRecordException e) {
            int bytes = raw.value() == null ? 0 : raw.value().length;
            sums.received(bytes);
            deadLetter(raw, bytes, e);
            return;
        }
        int payload = ChunkReader.payloadBytes(chunk);
        sums.received(payload);
        WaitingPod waiting = held.waiting(raw.key());
        if (waiting == null) {
            joinOrHold(raw, chunk);
        } else {
            hold(raw, payload);
            if (policy.podOverfull(waiting.bytes())) {
                release(waiting, Reason.POD_LIMIT, Long.MAX_VALUE);
            }
        }
        lookWhileSomethingWaits();
    }

    /** Says that what waits here is another task's from now on. */
    @Override
    public void close() {
        if (held != null) {
            held.handOver();
        }
    }

    private void joinOrHold(RawRecord raw, LogChunk chunk) {
        KnownPod pod = pods.find(raw.key());
        String before = givenUp.reason(raw.key());
        if (pod != null && pod.whole()) {
            givenUp.unmark(raw.key());
            forward(new Joined(raw, chunk, pod, JoinResult.AT_ONCE), raw.timestamp());
        } else if (before != null) {
            goOnWithout(raw, chunk, before);
        } else if (policy.decide(false, 0, raw.value().length) instanceof Decision.GiveUp giveUp) {
            goOnWithout(raw, chunk, giveUp.reason().label());
        } else {
            hold(raw, ChunkReader.payloadBytes(chunk));
        }
    }

    private void goOnWithout(RawRecord raw, LogChunk chunk, String reason) {
        givenUp.mark(raw.key(), reason, context.currentSystemTimeMs());
        KnownPod pod = pods.findOrPathOnly(raw.key(), reason);
        JoinResult result = pod.pathOnly() ? JoinResult.PATH_ONLY : JoinResult.AT_ONCE;
        forward(new Joined(raw, chunk, pod, result), raw.timestamp());
    }

    private void hold(RawRecord raw, int payload) {
        held.add(raw, payload, context.currentSystemTimeMs());
        while (policy.partitionOverfull(held.bytes())) {
            release(held.oldest(), Reason.PARTITION_LIMIT, Long.MAX_VALUE);
        }
    }

    /** Only while something waits: a wall-clock punctuation makes its task commit, also when it does nothing. */
    private void lookWhileSomethingWaits() {
        if (looking == null && !held.isEmpty()) {
            looking = context.schedule(LOOK_EVERY, PunctuationType.WALL_CLOCK_TIME, this::look);
        } else if (looking != null && held.isEmpty()) {
            looking.cancel();
            looking = null;
        }
    }

    private void look(long now) {
        long left = RELEASE_BYTES;
        for (WaitingPod waiting : held.oldestFirst()) {
            KnownPod pod = pods.find(waiting.key());
            Decision decision = policy.decide(pod != null && pod.whole(), now - waiting.since(), waiting.bytes());
            if (decision instanceof Decision.Hold) {
                continue;
            }
            Reason reason = decision instanceof Decision.GiveUp giveUp ? giveUp.reason() : Reason.TIMEOUT;
            left -= release(waiting, reason, left);
            if (!waiting.isEmpty()) {
                break;
            }
        }
        if (left < RELEASE_BYTES) {
            context.commit();
        }
        lookWhileSomethingWaits();
    }

    /**
     * Sends a pod's chunks on in raw order, with its row if that is there, else path-only; what is left over stays the pod's queue.
     *
     * @return bytes released, at most the limit
     */
    private long release(WaitingPod waiting, Reason otherwise, long limit) {
        KnownPod pod = pods.findOrPathOnly(waiting.key(), otherwise.label());
        if (pod.whole()) {
            givenUp.unmark(waiting.key());
        } else {
            givenUp.mark(waiting.key(), otherwise.label(), context.currentSystemTimeMs());
        }
        JoinResult result = pod.pathOnly() ? JoinResult.PATH_ONLY : JoinResult.AFTER_HOLD;
        long released = 0;
        while (!waiting.isEmpty() && waiting.nextBytes() <= limit - released) {
            released += waiting.nextBytes();
            releaseOne(waiting.key(), held.take(waiting), pod, result);
        }
        return released;
    }

    private void releaseOne(String key, HeldChunk held, KnownPod pod, JoinResult result) {
        RawRecord raw = held.raw(key);
        try {
            forward(new Joined(raw, chunks.read(raw), pod, result), context.currentSystemTimeMs());
        } catch (UnusableRecordException e) {
            // It could be read when it was held, so an older enricher took over.
            deadLetter(raw, held.payloadBytes(), e);
        }
    }

    private void forward(Joined joined, long timestamp) {
        context.forward(new Record<>(joined.raw().key(), (Object) joined, timestamp), EnricherTopology.ASSEMBLE);
    }

    private void deadLetter(RawRecord raw, int bytes, UnusableRecordException error) {
        sums.deadLettered(error.reason(), bytes);
        if (pace.due(error.reason(), context.currentSystemTimeMs())) {
            LOGGER.atWarn()
                    .addKeyValue("reason", error.reason())
                    .addKeyValue("partition", raw.partition())
                    .addKeyValue("offset", raw.offset())
                    .setCause(error)
                    .log("Raw record cannot be used; it went to the dead-letter topic");
        }
        context.forward(DeadLetters.record(raw, rawTopic, error.reason(), error), EnricherTopology.DEAD_LETTER);
    }
}
