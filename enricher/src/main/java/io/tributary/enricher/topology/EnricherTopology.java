package io.tributary.enricher.topology;

import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The graph, and nothing else:
 *
 * <pre>
 * raw ──► join ──► assemble ──► emit ──► output
 *          │  ▲        │
 *          │  │        └──────► dead-letter
 *          └──┼───────────────►
 *             │
 * metadata ──► pod-table (global store "pods")
 * </pre>
 *
 * Stores: {@code held} belongs to join, {@code assembly} to assemble; both are in memory and logged to compacted topics.
 */
public final class EnricherTopology implements Supplier<Topology> {

    /** Source: the raw topic. */
    static final String RAW = "raw";
    /** Joins, holds, releases. */
    static final String JOIN = "join";
    /** Duplicates, lines, partials. */
    static final String ASSEMBLE = "assemble";
    /** Route, render. */
    static final String EMIT = "emit";
    /** Sink: output topics. */
    static final String OUTPUT = "output";
    /** Sink: the dead-letter topic. */
    static final String DEAD_LETTER = "dead-letter";
    /** Global source: the metadata topic. */
    static final String METADATA = "metadata";
    /** Feeds the global store. */
    static final String POD_TABLE = "pod-table";

    private final TopologySettings settings;
    private final ChunkAssembly assembly;
    private final Shaping shaping;
    private final Sums sums;
    private final Attempts attempts = new Attempts();

    /**
     * A topology for one application.
     *
     * @param assembly what is done with a chunk
     * @param shaping where events go and how they are written
     * @param sums told of everything that happens
     */
    public EnricherTopology(TopologySettings settings, ChunkAssembly assembly, Shaping shaping, Sums sums) {
        this.settings = Objects.requireNonNull(settings, "settings is null");
        this.assembly = Objects.requireNonNull(assembly, "assembly is null");
        this.shaping = Objects.requireNonNull(shaping, "shaping is null");
        this.sums = Objects.requireNonNull(sums, "sums is null");
    }

    /** A new graph; may be asked for more than once. */
    @Override
    public Topology get() {
        String raw = settings.rawTopic();
        return new Topology()
                .addGlobalStore(
                        StateStores.pods(),
                        METADATA,
                        new StringDeserializer(),
                        new ByteArrayDeserializer(),
                        settings.metadataTopic(),
                        POD_TABLE,
                        () -> new PodTableProcessor(sums))
                .addSource(RAW, new StringDeserializer(), new ByteArrayDeserializer(), raw)
                .addProcessor(
                        JOIN, with(StateStores.held(), () -> new PodJoinProcessor(settings.hold(), raw, sums)), RAW)
                .addProcessor(
                        ASSEMBLE,
                        with(StateStores.assembly(), () -> new AssembleProcessor(assembly, attempts, raw, sums)),
                        JOIN)
                .addProcessor(EMIT, this::emit, ASSEMBLE)
                .addSink(
                        OUTPUT,
                        (byte[] key, Outgoing value, RecordContext context) -> value.topic(),
                        new ByteArraySerializer(),
                        (String topic, Outgoing data) -> data.value(),
                        EMIT)
                .addSink(
                        DEAD_LETTER,
                        settings.deadLetterTopic(),
                        new StringSerializer(),
                        new ByteArraySerializer(),
                        JOIN,
                        ASSEMBLE);
    }

    private Processor<String, Emission, byte[], Outgoing> emit() {
        return new EmitProcessor(
                shaping.router(), new EventRenderer(shaping.formats(), shaping.topics(), sums), shaping.topics(), sums);
    }

    private static <A, B, C, D> ProcessorSupplier<A, B, C, D> with(
            StoreBuilder<?> store, Supplier<Processor<A, B, C, D>> processor) {
        return new ProcessorSupplier<>() {
            @Override
            public Processor<A, B, C, D> get() {
                return processor.get();
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(store);
            }
        };
    }
}
