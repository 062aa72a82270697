package io.tributary.collector;

import io.tributary.collector.publish.FakeKafka;
import io.tributary.runtime.metrics.Metrics;
import io.tributary.schemas.record.ChunkBytes;
import io.tributary.schemas.record.LogChunk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole collector on a real folder, with Kafka's own mock of a producer. */
final class CollectorBench implements AutoCloseable {

    final FakeKafka kafka = new FakeKafka("tributary.raw", 12);
    final Metrics metrics = new Metrics();
    final Map<String, String> values = new HashMap<>();
    final Collector collector;
    private final Path logs;
    private int written;

    CollectorBench(Path directory, String... settings) throws IOException {
        logs = directory.resolve("log");
        Files.createDirectories(logs.resolve("containers"));
        Files.createDirectories(directory.resolve("state"));
        values.put("cluster.name", "east");
        values.put("node.name", "node1");
        values.put("kafka.bootstrap.servers", "127.0.0.1:1");
        values.put("topics.raw.partitions", "12");
        values.put("logs.root", logs.toString());
        values.put("links.check.owner", "false");
        values.put("state.dir", directory.resolve("state").toString());
        values.put("checkpoint.interval.ms", "20");
        values.put("scan.interval.ms", "100");
        for (int i = 0; i < settings.length; i += 2) {
            values.put(settings[i], settings[i + 1]);
        }
        collector = new Collector(new CollectorConfig(values), metrics, kafka, kafka);
    }

    CollectorBench start() throws IOException {
        collector.start();
        return this;
    }

    Path log(String namespace) {
        return logs.resolve("pods/" + namespace + "_web-0_0a1b2c3d-0000-4000-8000-000000000001/web/0.log");
    }

    Path write(String namespace, int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++, written++) {
            text.append(String.format("2026-11-22T08:00:00.%09dZ stdout F line number %06d%n", written, written));
        }
        Path log = log(namespace);
        Files.createDirectories(log.getParent());
        Files.writeString(log, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return log;
    }

    /** Acknowledged bytes of one namespace in the order of the topic. */
    String published(String namespace) {
        StringBuilder text = new StringBuilder();
        for (LogChunk chunk : kafka.log()) {
            if (chunk.getPayload() instanceof ChunkBytes bytes
                    && chunk.getSource().getPodDirectory().startsWith(namespace + "_")) {
                text.append(StandardCharsets.UTF_8.decode(bytes.getData().duplicate()));
            }
        }
        return text.toString();
    }

    @SuppressWarnings("unchecked")
    List<Map<String, Object>> files() {
        return (List<Map<String, Object>>) collector.status().get("files");
    }

    double metric(String name) {
        return metrics.scrape()
                .lines()
                .filter(line -> line.matches("tributary_collector_" + name + "(\\{[^}]*})? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        collector.close();
        metrics.close();
    }
}
