package io.tributary.collector.publish;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;

/** Makes a producer of settings. */
@FunctionalInterface
public interface Producers {

    /**
     * A producer, which the caller closes.
     *
     * @throws org.apache.kafka.common.KafkaException if the settings are wrong or no broker's name can be resolved now
     */
    Producer<byte[], byte[]> make(Map<String, Object> settings);

    /** Kafka's own. */
    static Producers kafka() {
        return KafkaProducer::new;
    }
}
