package io.tributary.enricher.topology;

import io.tributary.enricher.event.Flag;
import io.tributary.enricher.event.LogEvent;
import io.tributary.enricher.event.Pod;
import io.tributary.enricher.route.Decision;
import io.tributary.enricher.route.Router;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Routes, renders and sends the events of a chunk. */
final class EmitProcessor implements Processor<String, Emission, byte[], Outgoing> {

    /** Header of every output record: the event's id. */
    static final String EVENT_ID = "tributary-event-id";

    private final Router router;
    private final EventRenderer renderer;
    private final OutputTopics topics;
    private final Sums sums;
    private final TopicCounts sent = new TopicCounts();
    private ProcessorContext<byte[], Outgoing> context;

    EmitProcessor(Router router, EventRenderer renderer, OutputTopics topics, Sums sums) {
        this.router = router;
        this.renderer = renderer;
        this.topics = topics;
        this.sums = sums;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> processorContext) {
        context = processorContext;
    }

    @Override
    public void process(Record<String, Emission> record) {
        Emission emission = record.value();
        List<LogEvent> events = emission.events();
        Pod pod = emission.pod().pod();
        byte[] key = record.key().getBytes(StandardCharsets.UTF_8);
        sent.clear();
        for (LogEvent event : events) {
            Decision decision = router.route(event, pod);
            if (decision instanceof Decision.Drop drop) {
                sums.dropped(drop.reason().label(), 1);
            } else if (decision instanceof Decision.Send send) {
                sent.add(send(event, emission.pod(), send, key, record.timestamp()));
            }
        }
        sent.forEach(sums::sent);
        sums.enriched(emission.result(), events.size());
        LogEvent first = events.get(0);
        sums.latency(context.currentSystemTimeMs() - first.epochSecond() * 1000 - first.nano() / 1_000_000);
    }

    private String send(LogEvent event, KnownPod pod, Decision.Send send, byte[] key, long timestamp) {
        boolean there = topics.writable(send.topic());
        String topic = there ? send.topic() : topics.defaultTopic();
        LogEvent out = there ? event : event.with(Flag.REROUTED);
        byte[] value = renderer.render(out, pod, send.format(), key.length);
        Headers headers = new RecordHeaders().add(EVENT_ID, out.id().getBytes(StandardCharsets.US_ASCII));
        context.forward(new Record<>(key, new Outgoing(topic, value), timestamp, headers));
        return topic;
    }
}
