package io.tributary.schemas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the topics that are missing and names every difference of those that are there; it never changes an existing topic.
 * Run by the command line, by compose, by standalone and by the tests.
 */
public final class TopicSetup {

    private static final Logger LOGGER = LoggerFactory.getLogger(TopicSetup.class);
    private static final long TIMEOUT_SECONDS = 60;
    private static final long RETRY_MILLIS = 50;

    private final Admin admin;

    /** @param admin open client; stays open and is the caller's to close */
    public TopicSetup(Admin admin) {
        this.admin = Objects.requireNonNull(admin, "admin is null");
    }

    /**
     * Creates what is missing, then verifies everything.
     *
     * @return the names of the topics created
     * @throws TopicMismatchException if an existing topic does not fit; nothing is changed about it
     * @throws InterruptedException if interrupted while waiting for the brokers
     */
    public List<String> create(List<TopicSpec> specs) throws InterruptedException {
        List<String> created = new ArrayList<>();
        for (TopicSpec spec : specs) {
            if (describe(spec.name()) == null && createOne(spec)) {
                created.add(spec.name());
                LOGGER.atInfo()
                        .addKeyValue("topic", spec.name())
                        .addKeyValue("partitions", spec.partitions())
                        .addKeyValue("replication", spec.replication())
                        .log("Topic created");
            }
        }
        awaitKnown(created);
        List<String> differences = verify(specs);
        if (!differences.isEmpty()) {
            throw new TopicMismatchException(differences);
        }
        return created;
    }

    /**
     * Compares existing topics with their specification.
     *
     * @return one sentence per difference, empty if all fits; a missing topic is a difference
     * @throws InterruptedException if interrupted while waiting for the brokers
     */
    public List<String> verify(List<TopicSpec> specs) throws InterruptedException {
        List<String> differences = new ArrayList<>();
        for (TopicSpec spec : specs) {
            TopicDescription found = describe(spec.name());
            if (found == null) {
                differences.add("topic " + spec.name() + " does not exist: create it with 'tributary topics create'");
                continue;
            }
            partitionDifference(spec, found.partitions().size()).ifPresent(differences::add);
            Map<String, String> configs = configs(spec.name());
            for (String key : spec.required()) {
                String expected = spec.configs().get(key);
                String actual = configs.get(key);
                if (!expected.equals(actual)) {
                    differences.add("topic " + spec.name() + " has " + key + "=" + actual + ", expected " + expected
                            + ": change it with kafka-configs --alter --entity-type topics --entity-name " + spec.name()
                            + " --add-config " + key + "=" + expected);
                }
            }
        }
        return differences;
    }

    /**
     * What to say of a partition count that must not differ (protocol 14); for processes that ask for nothing else of a topic.
     *
     * @return a sentence, empty if the count fits or any will do
     */
    public static Optional<String> partitionDifference(TopicSpec spec, int partitions) {
        if (!spec.fixedPartitions() || partitions == spec.partitions()) {
            return Optional.empty();
        }
        return Optional.of("topic " + spec.name() + " has " + partitions + " partitions, expected " + spec.partitions()
                + ": the count never changes, for it would part a pod's lines from their state;"
                + " set topics.raw.partitions to " + partitions
                + ", or use a new raw topic and let the old one be drained by its own application");
    }

    /** A topic is created by the controller; the brokers hear of it a moment later. */
    private void awaitKnown(List<String> created) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
        for (String topic : created) {
            while (describe(topic) == null && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        }
    }

    private boolean createOne(TopicSpec spec) throws InterruptedException {
        NewTopic topic = new NewTopic(spec.name(), spec.partitions(), spec.replication()).configs(spec.configs());
        try {
            await(admin.createTopics(List.of(topic)).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new IllegalStateException(
                    "cannot create topic " + spec.name() + ": " + e.getCause().getMessage(), e);
        }
    }

    private TopicDescription describe(String topic) throws InterruptedException {
        try {
            return await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw new IllegalStateException(
                    "cannot describe topic " + topic + ": " + e.getCause().getMessage(), e);
        }
    }

    private Map<String, String> configs(String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            Config config =
                    await(admin.describeConfigs(List.of(resource)).all()).get(resource);
            Map<String, String> values = new LinkedHashMap<>();
            config.entries().forEach(entry -> values.put(entry.name(), entry.value()));
            return values;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot read the configuration of topic " + topic + ": "
                            + e.getCause().getMessage(),
                    e);
        }
    }

    private static <V> V await(KafkaFuture<V> future) throws ExecutionException, InterruptedException {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "no answer from the brokers within " + TIMEOUT_SECONDS
                            + " s: check bootstrap.servers and the network",
                    e);
        }
    }
}
