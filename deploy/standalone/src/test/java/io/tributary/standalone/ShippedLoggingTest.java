package io.tributary.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;

/** What {@code deploy/conf/logback.xml} makes of an event. */
class ShippedLoggingTest {

    private static final Path FILE = Path.of("..", "conf", "logback.xml");

    @Test
    void shouldKeepAFactFromSteeringATerminal() throws Exception {
        // Given: a name that anyone with a pod may choose
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(FILE.toFile());
        LoggingEvent event = new LoggingEvent(
                "test", context.getLogger("io.tributary.Test"), Level.WARN, "A name is not followed", null, null);
        event.addKeyValuePair(new KeyValuePair("path", "/var/\u001b[31m\n2026 ERROR forged\u202e\u009b"));

        // When
        OutputStreamAppender<ILoggingEvent> appender = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        String line = new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);

        // Then
        assertThat(line)
                .endsWith("WARN  io.tributary.Test A name is not followed path=\"/var/?[31m?2026 ERROR forged??\"\n");
        context.stop();
    }
}
