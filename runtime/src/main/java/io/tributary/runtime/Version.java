package io.tributary.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Tributary and which Java this is. */
final class Version {

    private Version() {}

    static String text() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version") + " (Java " + Runtime.version() + ")";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read version.properties from the runtime's jar", e);
        }
    }
}
