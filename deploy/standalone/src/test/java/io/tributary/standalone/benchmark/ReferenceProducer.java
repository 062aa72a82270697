package io.tributary.standalone.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Kafka's own {@code kafka-producer-perf-test}: what sending the same bytes, in records of the same size, costs at the least.
 *
 * @param jvmFlags those of the part it stands beside
 * @param settings the producer's, those of the part it stands beside
 */
record ReferenceProducer(List<String> jvmFlags, Map<String, String> settings) {

    private static final String MAIN = "org.apache.kafka.tools.ProducerPerformance";
    private static final String DELIMITER = "~=~";

    /** Whether its class is there: it comes with the Maven profile benchmark. */
    static boolean isThere() {
        try {
            Class.forName(MAIN, false, ReferenceProducer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** Sends so many records, each one of the samples by chance, and measures until the process ends. */
    Cost send(BenchmarkBroker broker, Path directory, List<byte[]> samples, long records) throws Exception {
        String topic = "reference-" + records;
        broker.create(topic);
        Path payloads = payloads(directory, samples);
        List<String> arguments = new ArrayList<>(List.of("--topic", topic, "--num-records", Long.toString(records)));
        arguments.addAll(List.of("--throughput", "-1", "--payload-file", payloads.toString()));
        arguments.addAll(List.of("--payload-delimiter", DELIMITER, "--command-property"));
        arguments.add("bootstrap.servers=" + broker.bootstrap());
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        double brokerBefore = broker.cpuSeconds();
        long start = System.nanoTime();
        try (MeasuredProcess process = MeasuredProcess.start(
                directory.resolve(topic + ".out"), jvmFlags, MAIN, arguments.toArray(String[]::new))) {
            double cpu = 0;
            long peak = 0;
            while (process.alive()) {
                try {
                    cpu = process.cpuSeconds();
                    peak = process.peakMegabytes();
                } catch (IOException | RuntimeException ended) {
                    break; // between the question and the answer; what was read before stands
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            String output = Files.readString(directory.resolve(topic + ".out"));
            if (!output.contains(records + " records sent")) {
                throw new IllegalStateException("the reference did not send its records:\n" + output);
            }
            return new Cost(seconds, cpu, peak, broker.cpuSeconds() - brokerBefore);
        }
    }

    /** As text, for the tool reads nothing else; a chunk's head that is no text is lost, a thousandth of it. */
    private static Path payloads(Path directory, List<byte[]> samples) throws IOException {
        Path file = directory.resolve("payloads-" + samples.size());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (byte[] sample : samples) {
                out.write(new String(sample, StandardCharsets.US_ASCII).replace('\uFFFD', '?'));
                out.write(DELIMITER);
            }
        }
        return file;
    }
}
