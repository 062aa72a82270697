package io.tributary.collector.publish;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What Kafka's errors mean to the people on call. */
final class ErrorAdvice {

    private static final String EXCEPTION = "Exception";
    private static final Pattern USERNAME = Pattern.compile("username\\s*=\\s*\"([^\"]*)\"");

    private final String topic;
    private final String brokers;
    private final String principal;

    /** @param principal user named in the settings; {@code null} when it is not known here, as with certificates */
    ErrorAdvice(String topic, String brokers, String principal) {
        this.topic = topic;
        this.brokers = brokers;
        this.principal = principal;
    }

    /** The client settings tell brokers and, for SASL, the user. */
    static ErrorAdvice of(PublishConfig config) {
        Matcher user = USERNAME.matcher(config.client().getOrDefault("sasl.jaas.config", ""));
        return new ErrorAdvice(
                config.topic().name(),
                config.client().getOrDefault("bootstrap.servers", "(kafka.bootstrap.servers is not set)"),
                user.find() ? user.group(1) : null);
    }

    Trouble of(Throwable error) {
        if (has(error, TopicAuthorizationException.class) || has(error, ClusterAuthorizationException.class)) {
            return notAuthorised();
        }
        if (has(error, UnknownTopicOrPartitionException.class)) {
            return waiting(
                    "topic " + topic + " does not exist",
                    "create it with 'tributary topics create', or correct topics.raw");
        }
        if (has(error, AuthenticationException.class)) {
            return waiting(
                    "the brokers at " + brokers + " refuse the collector's credentials: " + words(error),
                    "correct kafka.sasl.* or kafka.ssl.*, or renew the certificate");
        }
        if (has(error, RecordTooLargeException.class)) {
            return waiting(
                    "topic " + topic + " refuses a chunk as too large: " + words(error),
                    "nothing, if it goes on: chunks are halved down to 1024 bytes; else raise max.message.bytes of the topic");
        }
        if (has(error, UnsupportedVersionException.class)) {
            return waiting("the brokers at " + brokers + " are too old: " + words(error), "use brokers 2.1 or newer");
        }
        if (has(error, ConfigException.class)) {
            return waiting(
                    "no Kafka client can be made: " + words(error),
                    "check kafka.bootstrap.servers (" + brokers + "), name resolution and the other kafka. settings");
        }
        if (has(error, TimeoutException.class) || has(error, DisconnectException.class)) {
            return unreachable();
        }
        return waiting(
                "Kafka refused a send to topic " + topic + ": " + words(error),
                "see the brokers' logs; everything unacknowledged is read and sent again");
    }

    private Trouble notAuthorised() {
        String who = principal == null ? "<the collector's principal>" : principal;
        return waiting(
                "not authorised to write to topic " + topic + (principal == null ? "" : " as " + principal),
                "grant it: kafka-acls --bootstrap-server " + brokers + " --add --allow-principal 'User:" + who
                        + "' --operation Write --operation Describe --topic " + topic);
    }

    Trouble unreachable() {
        return waiting(
                "no answer from the brokers at " + brokers,
                "check kafka.bootstrap.servers and the network; nothing is lost while the files stay on the disk");
    }

    Trouble silent(long seconds) {
        return waiting(
                "nothing was acknowledged by the brokers at " + brokers + " for " + seconds + " s",
                "check that they run and that topic " + topic
                        + " has its in-sync replicas; nothing is lost while the files stay on the disk");
    }

    Trouble stuck(int partition, long seconds) {
        return waiting(
                "partition " + partition + " of topic " + topic + " has acknowledged nothing for " + seconds
                        + " s; the others go on",
                "look for its leader and in-sync replicas: kafka-topics --bootstrap-server " + brokers
                        + " --describe --topic " + topic + "; nothing is lost while the files stay on the disk");
    }

    Trouble ended(Throwable error) {
        return new Trouble(
                "publishing has ended: " + error, "see the log; restart the collector and report this", true);
    }

    /** Kafka's short name of an error, such as {@code TopicAuthorization}: a closed list in practice. */
    static String name(Throwable error) {
        String name = root(error).getClass().getSimpleName();
        return name.endsWith(EXCEPTION) ? name.substring(0, name.length() - EXCEPTION.length()) : name;
    }

    private static Trouble waiting(String what, String remedy) {
        return new Trouble(what, remedy, false);
    }

    /** Whether it is of this kind, or caused by one that is. */
    static boolean has(Throwable error, Class<? extends Throwable> kind) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static String words(Throwable error) {
        Throwable root = root(error);
        return root.getClass().getSimpleName() + ": " + root.getMessage();
    }

    /** A timeout says what it waited for, and a client that cannot be made says why, only in the cause. */
    private static Throwable root(Throwable error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
