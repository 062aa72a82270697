package io.tributary.collector;

import io.tributary.collector.publish.RawTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import javax.security.auth.login.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Asks the brokers for the raw topic with an admin client, because a producer that asks may create what it asks for. */
final class BrokerTopic implements RawTopic {

    private static final String LOGIN_FILE = "java.security.auth.login.config";
    private static final String REQUEST_TIMEOUT_MS = "5000";
    private static final String API_TIMEOUT_MS = "10000";

    private final String topic;
    private final Map<String, Object> settings = new HashMap<>();

    /** @param kafka settings of the user; those that an admin client does not know are left out */
    BrokerTopic(String topic, Map<String, String> kafka) {
        this.topic = topic;
        settings.putAll(kafka);
        settings.keySet().retainAll(AdminClientConfig.configNames());
        settings.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_TIMEOUT_MS);
    }

    @Override
    public int partitions() throws InterruptedException {
        readLoginFileAgain();
        try (Admin admin = Admin.create(settings)) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException kafka) {
                throw kafka;
            }
            throw new IllegalStateException("asking for topic " + topic + " failed", e.getCause());
        }
    }

    /** The JVM keeps what it read of a JAAS file at its start; key and trust stores are read by each new client. */
    private static void readLoginFileAgain() {
        if (System.getProperty(LOGIN_FILE) != null) {
            Configuration.getConfiguration().refresh();
        }
    }
}
