package io.tributary.enricher;

import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.tributary.enricher.assembly.Assembler;
import io.tributary.enricher.output.MmkubernetesFormat;
import io.tributary.enricher.output.OutputFormat;
import io.tributary.enricher.route.SingleTopicRouter;
import io.tributary.enricher.topology.ChunkAssembly;
import io.tributary.enricher.topology.EnricherTopology;
import io.tributary.enricher.topology.Shaping;
import io.tributary.enricher.topology.TopologySettings;
import io.tributary.runtime.Check;
import io.tributary.runtime.Component;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The enricher as a part: waits until Kafka and its topics are there, then runs the topology, and looks at the output topic all the while.
 * A failed processing thread is replaced; too many of them in a short time, or a failed table of pods, end the part.
 */
public final class Enricher implements Component {

    private static final Logger LOGGER = LoggerFactory.getLogger(Enricher.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);
    private static final String CREATE_TOPICS = "create what is missing with 'tributary topics create'";

    private final EnricherConfig config;
    private final Metrics metrics;
    private final EnricherMetrics sums;
    private final TopicGate gate;
    private final ThreadFailures failures;
    private final Thread keeper = new Thread(this::keep, "enricher-keeper");
    private final Object lock = new Object();
    private KafkaStreams streams;
    private KafkaStreamsMetrics streamsMetrics;
    private boolean closed;
    private volatile Check waiting = Check.failed("Kafka's topics have not been looked at yet", "wait some seconds");
    private volatile boolean hopeless;

    /** An enricher that has not started; no I/O. */
    public Enricher(EnricherConfig config, Metrics metrics) {
        this.config = Objects.requireNonNull(config, "config is null");
        this.metrics = Objects.requireNonNull(metrics, "metrics is null");
        this.sums = new EnricherMetrics(metrics.registry());
        RecordLimit limit = new RecordLimit(config.outputRecordMaxBytes(), EnricherConfig.SMALLEST_RECORD);
        this.gate = new TopicGate(config, limit);
        this.failures = new ThreadFailures(sums, limit);
        keeper.setDaemon(true);
    }

    /** The graph that the enricher runs; for printing and for tests. */
    Supplier<Topology> topology() {
        Topics topics = config.topics();
        OutputFormat format = new MmkubernetesFormat(config.program(), MmkubernetesFormat.DEFAULT_RESERVE);
        return new EnricherTopology(
                new TopologySettings(topics.raw(), topics.metadata(), topics.deadLetter(), config.hold()),
                ChunkAssembly.of(new Assembler(config.assembly())),
                new Shaping(new SingleTopicRouter(topics.output(), format.name()), Map.of(format.name(), format), gate),
                sums);
    }

    @Override
    public void start() {
        keeper.start();
    }

    @Override
    public Check check() {
        if (!waiting.isOk()) {
            return waiting;
        }
        KafkaStreams running = running();
        KafkaStreams.State state = running == null ? KafkaStreams.State.NOT_RUNNING : running.state();
        return switch (state) {
            case RUNNING -> Check.ok();
            case CREATED, REBALANCING ->
                Check.failed(
                        "the enricher is loading its state or sharing out partitions (" + state + ")",
                        "wait; if it lasts for minutes, look for errors of the brokers or of another instance in the log");
            default ->
                Check.failed(
                        "the enricher has stopped (" + state + ")", "see the log for the cause, then start it again");
        };
    }

    @Override
    public boolean failed() {
        KafkaStreams running = running();
        return hopeless || (running != null && running.state().hasCompletedShutdown() && !isClosed());
    }

    @Override
    public void close() {
        KafkaStreams running;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            running = streams;
        }
        keeper.interrupt();
        if (running != null) {
            // Without a stable name the group is left, or nobody would take over until the session is over.
            GroupMembershipOperation membership = config.groupInstanceId() == null
                    ? GroupMembershipOperation.LEAVE_GROUP
                    : GroupMembershipOperation.REMAIN_IN_GROUP;
            boolean inTime = running.close(
                    CloseOptions.groupMembershipOperation(membership).withTimeout(config.closeLimit()));
            if (!inTime) {
                LOGGER.atWarn()
                        .addKeyValue("limit", config.closeLimit())
                        .log(
                                "Not stopped in time; what was under way is repeated at the next start, and nothing of it was seen");
            }
        }
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
    }

    private void keep() {
        try {
            if (awaitTopics()) {
                begin();
                while (!isClosed()) {
                    Thread.sleep(LOOK_EVERY.toMillis());
                    watchOutput();
                }
            }
        } catch (InterruptedException e) {
            LOGGER.atDebug().log("Keeper stopped");
        } catch (RuntimeException e) {
            LOGGER.atError().setCause(e).log("The enricher cannot run");
            waiting = Check.failed("the enricher cannot run: " + e.getMessage(), "see the log for the cause");
            hopeless = true;
        }
    }

    private boolean awaitTopics() throws InterruptedException {
        while (!isClosed()) {
            try {
                TopicGate.Look look = gate.look();
                if (look.hopeless() != null) {
                    say(look.hopeless(), "change the configuration and start again");
                    hopeless = true;
                    return false;
                }
                if (look.problems().isEmpty()) {
                    return true;
                }
                say(String.join("; ", look.problems()), CREATE_TOPICS);
            } catch (RuntimeException e) {
                say(
                        "Kafka cannot be asked for its topics: " + e.getMessage(),
                        "check kafka.bootstrap.servers and the network");
            }
            Thread.sleep(RETRY.toMillis());
        }
        return false;
    }

    private void begin() {
        KafkaStreams created = new KafkaStreams(topology().get(), StreamsSettings.of(config));
        created.setUncaughtExceptionHandler(failures);
        synchronized (lock) {
            if (closed) {
                created.close(Duration.ZERO);
                return;
            }
            streams = created;
            streamsMetrics = new KafkaStreamsMetrics(created);
            created.start();
        }
        streamsMetrics.bindTo(metrics.registry());
        waiting = Check.ok();
        LOGGER.atInfo().addKeyValue("application", config.applicationId()).log("Enricher started");
    }

    /** A send to a topic that is gone would stop its partition, so reading waits until it is there again (protocol 16). */
    private void watchOutput() throws InterruptedException {
        try {
            KafkaStreams running = running();
            if (gate.outputIsThere()) {
                waiting = Check.ok();
                running.resume();
            } else {
                running.pause();
                say("topic " + gate.defaultTopic() + " does not exist, so nothing is read", CREATE_TOPICS);
            }
        } catch (RuntimeException e) {
            // No reason to stop: Streams waits for the brokers by itself, and goes on when they are back.
            say(
                    "Kafka does not answer: " + e.getMessage(),
                    "check the brokers and the network; nothing is lost meanwhile");
        }
    }

    private void say(String what, String remedy) {
        Check now = Check.failed(what, remedy);
        if (!now.equals(waiting)) {
            LOGGER.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("remedy", remedy)
                    .log("Not all is well with the enricher's topics");
        }
        waiting = now;
    }

    private KafkaStreams running() {
        synchronized (lock) {
            return streams;
        }
    }

    private boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }
}
