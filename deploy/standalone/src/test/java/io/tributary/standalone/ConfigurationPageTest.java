package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.collector.CollectorPart;
import io.tributary.enricher.EnricherPart;
import io.tributary.enricher.watch.WatcherPart;
import io.tributary.runtime.Part;
import io.tributary.runtime.config.ConfigReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is what the parts' own tables say. {@code -Ddocs.write=true} writes it anew. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("..", "..", "docs", "configuration.md");

    private static final String HEAD = """
            # Configuration

            Each process reads one properties file, named with `--config`. Every key can also be given as an environment variable: `TRIBUTARY_` and the key in
            upper case, with `_` for dots and dashes. Secrets are read by Kafka's configuration providers (`${file:path:key}`, `${env:NAME}`, `${dir:path:file}`), never from the command
            line, and are masked in every print. Unknown keys are errors. `--check` tells every problem at once; `--print-config` prints what is in force.

            Keys that begin with `kafka.` go to every Kafka client of the process, those that begin with `streams.` to Kafka Streams; `kafka.bootstrap.servers` is the one that is
            always needed. Settings that a promise hangs on, such as `acks` or the processing guarantee, are refused with the reason.

            `tributary standalone --set key=value` takes the same keys, with `collector.`, `watcher.` or `enricher.` before them for one part only.

            This page is generated from the code, and a test compares them.
            """;

    @Test
    void shouldTellOfEveryKey() throws Exception {
        // Given
        StringBuilder expected = new StringBuilder(HEAD);

        // When
        for (Part part : List.of(new CollectorPart(), new WatcherPart(), new EnricherPart())) {
            expected.append("\n## ")
                    .append(part.name())
                    .append("\n\n")
                    .append(part.summary())
                    .append("\n\n");
            expected.append(ConfigReference.markdown(part.definition()));
        }

        // Then
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, expected);
        }
        assertThat(PAGE)
                .as("docs/configuration.md; write it anew with -Ddocs.write=true")
                .hasContent(expected.toString());
    }
}
