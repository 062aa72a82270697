package io.tributary.enricher;

import io.tributary.enricher.topology.OutputTopics;
import io.tributary.schemas.TopicSetup;
import io.tributary.schemas.TopicSpec;
import io.tributary.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks whether the topics are such that reading may begin and writing cannot fail (protocol 2, 14, 16); outside of any transaction. */
final class TopicGate implements OutputTopics {

    private static final int TIMEOUT_MS = 15_000;

    private final Map<String, Object> clientSettings;
    private final Topics topics;
    private final String output;
    private final List<TopicSpec> needed;
    private final RecordLimit limit;

    TopicGate(EnricherConfig config, RecordLimit limit) {
        clientSettings = StreamsSettings.admin(config);
        clientSettings.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MS);
        clientSettings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MS / 3);
        topics = config.topics();
        output = topics.outputOf(config.cluster());
        needed = topics.specs(List.of(config.cluster()));
        this.limit = limit;
    }

    /**
     * What one look at the topics came to.
     *
     * @param problems one sentence each; empty if reading may begin
     * @param hopeless what no waiting mends; {@code null} if there is none
     */
    record Look(List<String> problems, String hopeless) {}

    /**
     * Looks at all topics.
     *
     * @throws RuntimeException if the brokers do not answer
     */
    Look look() throws InterruptedException {
        try (Admin admin = Admin.create(clientSettings)) {
            List<String> problems = new ArrayList<>(new TopicSetup(admin).verify(needed));
            if (!problems.isEmpty()) {
                return new Look(problems, partitionDifference(admin).orElse(null));
            }
            readLimit(admin);
            return new Look(List.of(), null);
        }
    }

    /**
     * Looks at the output topic alone, and at how large its records may be now.
     *
     * @return whether it is there
     * @throws RuntimeException if the brokers do not answer
     */
    boolean outputIsThere() throws InterruptedException {
        try (Admin admin = Admin.create(clientSettings)) {
            if (partitions(admin, output).isEmpty()) {
                return false;
            }
            readLimit(admin);
            return true;
        }
    }

    @Override
    public boolean writable(String topic) {
        return topic.equals(output);
    }

    @Override
    public String defaultTopic() {
        return output;
    }

    @Override
    public int maxRecordBytes() {
        return limit.bytes();
    }

    private Optional<String> partitionDifference(Admin admin) throws InterruptedException {
        return partitions(admin, topics.raw())
                .flatMap(count -> TopicSetup.partitionDifference(topics.rawSpec(), count));
    }

    private static Optional<Integer> partitions(Admin admin, String topic) throws InterruptedException {
        try {
            return Optional.of(admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .get(topic)
                    .partitions()
                    .size());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw unanswered(topic, e.getCause());
        } catch (TimeoutException e) {
            throw unanswered(topic, e);
        }
    }

    private void readLimit(Admin admin) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, output);
        try {
            Config config = admin.describeConfigs(List.of(resource))
                    .all()
                    .get(TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .get(resource);
            String bytes = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
            limit.topicTakes(Integer.parseInt(bytes));
        } catch (ExecutionException e) {
            throw unanswered(output, e.getCause());
        } catch (TimeoutException e) {
            throw unanswered(output, e);
        }
    }

    private static IllegalStateException unanswered(String topic, Throwable cause) {
        return new IllegalStateException("topic " + topic + " cannot be asked for: " + cause.getMessage(), cause);
    }
}
