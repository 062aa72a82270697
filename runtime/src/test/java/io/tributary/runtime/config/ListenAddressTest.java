package io.tributary.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenAddressTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9471, 127.0.0.1, 9471",
        "0.0.0.0:0,      0.0.0.0,   0",
        "9471,           127.0.0.1, 9471",
        ":65535,         127.0.0.1, 65535",
        "[::1]:80,       ::1,       80"
    })
    void shouldBeLocalUnlessAHostIsNamed(String text, String host, int port) {
        // When
        InetSocketAddress address = ListenAddress.parse(text);

        // Then
        assertThat(address).isEqualTo(new InetSocketAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"here", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "a:-1", "::1:80", ":"})
    void shouldNameTheFormWhenItIsNone(String text) {
        // When / Then
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(text)
                .hasMessageContaining("use HOST:PORT or PORT");
    }

    @Test
    void shouldServeNothingWhenEmpty() {
        // Given
        ConfigDef definition = ListenAddress.define(new ConfigDef(), "127.0.0.1:9471");

        // When / Then
        assertThat(definition.parse(Map.of("admin.listen", ""))).containsEntry("admin.listen", "");
        assertThat(definition.parse(Map.of())).containsEntry("admin.listen", "127.0.0.1:9471");
    }
}
