package io.tributary.standalone.benchmark;

import io.tributary.schemas.TopicSetup;
import io.tributary.schemas.Topics;
import io.tributary.standalone.BrokerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The broker of a benchmark, a process of its own, with the topics of a cluster named {@code bench}. */
final class BenchmarkBroker implements AutoCloseable {

    private final String bootstrap;
    private final int partitions;
    private final MeasuredProcess process;

    private BenchmarkBroker(String bootstrap, int partitions, MeasuredProcess process) {
        this.bootstrap = bootstrap;
        this.partitions = partitions;
        this.process = process;
    }

    static BenchmarkBroker start(Path directory, int partitions) throws Exception {
        int port = freePort();
        MeasuredProcess process = MeasuredProcess.start(
                directory.resolve("broker.out"),
                List.of("-Xmx1g"),
                BrokerProcess.class.getName(),
                directory.resolve("broker").toString(),
                Integer.toString(port));
        BenchmarkBroker broker = new BenchmarkBroker("127.0.0.1:" + port, partitions, process);
        try (Admin admin = broker.admin()) {
            new TopicSetup(admin).create(Topics.defaults().sized(partitions, 1).specs(List.of("bench")));
        }
        return broker;
    }

    String bootstrap() {
        return bootstrap;
    }

    double cpuSeconds() throws IOException {
        return process.cpuSeconds();
    }

    /** One more topic, like the raw topic but for its name. */
    void create(String topic) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** The first values of a topic's first partition that has any, so many or fewer. */
    List<byte[]> values(String topic, int count) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = new ArrayList<>();
            for (int partition = 0; partition < partitions; partition++) {
                all.add(new TopicPartition(topic, partition));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            List<byte[]> values = new ArrayList<>();
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(5)).forEach(record -> values.add(record.value()));
            }
            return values.subList(0, count);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrap, "default.api.timeout.ms", "30000"));
    }
}
