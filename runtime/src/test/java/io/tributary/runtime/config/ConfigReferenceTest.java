package io.tributary.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    @Test
    void shouldHaveOneRowPerKeyWhenWritten() {
        // Given
        ConfigDef definition = new ConfigDef()
                .define("threads", Type.INT, 2, Range.between(1, 9), Importance.LOW, "Workers\nof this process.")
                .define("cluster.name", Type.STRING, Importance.HIGH, "The cluster: a|b.")
                .define("roots", Type.LIST, List.of("/a", "/b"), Importance.LOW, "Folders.")
                .define("pin", Type.PASSWORD, null, Importance.LOW, "A secret.")
                .defineInternal("hidden", Type.INT, 1, Importance.LOW);

        // When
        String table = ConfigReference.markdown(definition);

        // Then
        assertThat(table).isEqualTo("""
                        | Key | Type | Default | Allowed | What |
                        | --- | --- | --- | --- | --- |
                        | `cluster.name` | string | *required* |  | The cluster: a\\|b. |
                        | `pin` | password | *none* |  | A secret. |
                        | `roots` | list | `/a,/b` |  | Folders. |
                        | `threads` | int | `2` | [1,...,9] | Workers of this process. |
                        """);
    }
}
