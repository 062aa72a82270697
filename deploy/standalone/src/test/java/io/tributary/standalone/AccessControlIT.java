package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.runtime.Check;
import io.tributary.standalone.demo.DemoPod;
import io.tributary.standalone.kit.KeyStore;
import io.tributary.standalone.kit.KubeletDirectory;
import io.tributary.standalone.kit.Pipeline;
import io.tributary.standalone.kit.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rights and credentials that are missing, taken away or renewed: the collector says what to do, waits, and goes on without a hole. */
class AccessControlIT {

    private static final String LOGIN_FILE = "java.security.auth.login.config";
    private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    @TempDir
    private static Path brokerDirectory;

    private static KeyStore brokerKey;
    private static KeyStore trustedKey;
    private static TestCluster broker;
    private static Admin admin;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() throws Exception {
        brokerKey = KeyStore.make(brokerDirectory.resolve("broker.p12"), "broker");
        trustedKey = KeyStore.make(brokerDirectory.resolve("trusted.p12"), "collector");
        broker = new TestCluster(brokerDirectory, 1)
                .listener("SASL", "SASL_PLAINTEXT")
                .listener("TLS", "SSL")
                .set("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .set("super.users", "User:ANONYMOUS")
                .set("sasl.enabled.mechanisms", "PLAIN")
                .set("listener.name.sasl.plain.sasl.jaas.config", PLAIN + "user_collector=\"secret\";")
                .set("listener.name.tls.ssl.client.auth", "required");
        brokerKey.trusting(trustedKey, "listener.name.tls.").forEach(broker::set);
        broker.start();
        admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    @AfterAll
    static void stopBroker() {
        Utils.closeQuietly(admin, "admin");
        Utils.closeQuietly(broker, "broker");
    }

    @Test
    void shouldNameRightAndPrincipalAndGoOnWhenTheRightIsGranted() throws Exception {
        try (Pipeline pipeline = withPassword("no-right")) {
            // Given
            KubeletDirectory.Log log = log(pipeline).write(100);
            pipeline.launchCollector();
            Check.Failed refused = pipeline.awaitTrouble("collector", "not authorised");
            assertThat(refused.what()).isEqualTo("not authorised to write to topic raw.no-right as collector");
            assertThat(refused.remedy())
                    .isEqualTo("grant it: kafka-acls --bootstrap-server " + broker.bootstrapServers("SASL")
                            + " --add --allow-principal 'User:collector' --operation Write --operation Describe"
                            + " --topic raw.no-right");

            // When
            grant(pipeline, "User:collector");
            pipeline.awaitInRawLog(pod());

            // And: the right is taken away for a moment, with chunks under way
            revokeWrite(pipeline, "User:collector");
            log.write(500);
            pipeline.awaitTrouble("collector", "not authorised");
            log.write(500);
            grant(pipeline, "User:collector");

            // Then
            pipeline.awaitInRawLog(pod()).verifyWithoutHoles();
        }
    }

    @Test
    void shouldNameTheTopicAndGoOnWhenItIsMade() throws Exception {
        try (Pipeline pipeline = withPassword("no-topic")) {
            // Given
            grant(pipeline, "User:collector");
            pipeline.deleteRawTopic();
            log(pipeline).write(100);
            pipeline.launchCollector();
            Check.Failed missing = pipeline.awaitTrouble("collector", "does not exist");
            assertThat(missing.what()).isEqualTo("topic raw.no-topic does not exist");
            assertThat(missing.remedy()).contains("tributary topics create");

            // When
            pipeline.createTopics();

            // Then
            pipeline.awaitInRawLog(pod()).verifyNothingTwice();
        }
    }

    @Test
    void shouldTakeNewKeyMaterialFromTheDiskWhenTheOldIsRefused() throws Exception {
        try (Pipeline pipeline = pipeline("key")) {
            // Given: a key that the broker does not trust
            Path file = directory.resolve("collector.p12");
            KeyStore key = KeyStore.make(file, "stranger");
            grant(pipeline, "User:CN=collector");
            key.trusting(brokerKey, "kafka.").forEach(pipeline::set);
            pipeline.set("kafka.security.protocol", "SSL")
                    .set("kafka.bootstrap.servers", broker.bootstrapServers("TLS"));
            log(pipeline).write(100);
            pipeline.launchCollector();
            Check.Failed refused = pipeline.awaitTrouble("collector", "refuse the collector's credentials");
            assertThat(refused.remedy()).contains("renew the certificate");

            // When
            Path renewed = Files.copy(trustedKey.file(), directory.resolve("renewed.p12"));
            Files.move(renewed, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);

            // Then
            pipeline.awaitInRawLog(pod()).verifyNothingTwice();
        }
    }

    @Test
    void shouldReadTheLoginFileAgainWhenThePasswordIsRefused() throws Exception {
        Path file = directory.resolve("jaas.conf");
        Files.writeString(file, loginFile("expired"));
        System.setProperty(LOGIN_FILE, file.toString());
        try (Pipeline pipeline = pipeline("login-file")) {
            // Given
            grant(pipeline, "User:collector");
            pipeline.set("kafka.bootstrap.servers", broker.bootstrapServers("SASL"))
                    .set("kafka.security.protocol", "SASL_PLAINTEXT")
                    .set("kafka.sasl.mechanism", "PLAIN");
            log(pipeline).write(100);
            pipeline.launchCollector();
            pipeline.awaitTrouble("collector", "refuse the collector's credentials");

            // When
            Files.writeString(file, loginFile("secret"));

            // Then
            pipeline.awaitInRawLog(pod()).verifyNothingTwice();
        } finally {
            System.clearProperty(LOGIN_FILE);
        }
    }

    private static String loginFile(String password) {
        return "KafkaClient { " + PLAIN + "username=\"collector\" password=\"" + password + "\"; };\n";
    }

    private Pipeline pipeline(String name) throws Exception {
        return new Pipeline(directory, name, broker.bootstrapServers());
    }

    private Pipeline withPassword(String name) throws Exception {
        return pipeline(name)
                .set("kafka.bootstrap.servers", broker.bootstrapServers("SASL"))
                .set("kafka.security.protocol", "SASL_PLAINTEXT")
                .set("kafka.sasl.mechanism", "PLAIN")
                .set("kafka.sasl.jaas.config", PLAIN + "username=\"collector\" password=\"secret\";");
    }

    private static KubeletDirectory.Log log(Pipeline pipeline) throws Exception {
        return pipeline.logs().cri(pod().containers().get(0));
    }

    private static DemoPod pod() {
        return DemoPod.named("shop", "web-0", "node-1")
                .container("app", "registry.example/app:1")
                .build();
    }

    private static void grant(Pipeline pipeline, String principal) throws Exception {
        admin.createAcls(rights(pipeline, principal).toList()).all().get();
    }

    private static void revokeWrite(Pipeline pipeline, String principal) throws Exception {
        List<AclBindingFilter> write = rights(pipeline, principal)
                .filter(right -> right.entry().operation() == AclOperation.WRITE)
                .map(AclBinding::toFilter)
                .toList();
        admin.deleteAcls(write).all().get();
    }

    private static Stream<AclBinding> rights(Pipeline pipeline, String principal) {
        ResourcePattern topic = new ResourcePattern(ResourceType.TOPIC, pipeline.rawTopic(), PatternType.LITERAL);
        return Stream.of(AclOperation.WRITE, AclOperation.DESCRIBE)
                .map(operation -> new AclBinding(
                        topic, new AccessControlEntry(principal, "*", operation, AclPermissionType.ALLOW)));
    }
}
