package io.tributary.collector.publish;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class ErrorAdviceTest {

    private final ErrorAdvice advice = new ErrorAdvice("raw", "kafka:9092", null);

    @Test
    void shouldSayWhichBrokersAreWantedWhenTheyAreTooOld() {
        Trouble trouble = advice.of(new UnsupportedVersionException("The broker does not support METADATA"));

        assertThat(trouble.what()).startsWith("the brokers at kafka:9092 are too old");
        assertThat(trouble.remedy()).isEqualTo("use brokers 2.1 or newer");
    }

    @Test
    void shouldLeaveAPlaceForThePrincipalWhenOnlyTheBrokersKnowIt() {
        Trouble trouble = advice.of(new ClusterAuthorizationException("no"));

        assertThat(trouble.what()).isEqualTo("not authorised to write to topic raw");
        assertThat(trouble.remedy()).contains("--allow-principal 'User:<the collector's principal>'");
    }

    @Test
    void shouldSpeakOfCredentialsWhenTheCertificateIsRefused() {
        Trouble trouble = advice.of(new IllegalStateException(new SslAuthenticationException("bad certificate")));

        assertThat(trouble.what()).contains("refuse the collector's credentials", "bad certificate");
        assertThat(trouble.lasting()).isFalse();
    }

    @Test
    void shouldNameKafkasErrorWhenThereIsNothingBetterToSay() {
        assertThat(advice.of(new OutOfOrderSequenceException("17 after 15")).what())
                .isEqualTo("Kafka refused a send to topic raw: OutOfOrderSequenceException: 17 after 15");
        assertThat(ErrorAdvice.name(new RuntimeException(new NotEnoughReplicasException("1 of 2"))))
                .isEqualTo("NotEnoughReplicas");
    }
}
