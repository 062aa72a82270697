package io.tributary.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Tributary and which Java this is. */
public final class Version {

    private Version() {}

    static String text() {
        return number() + " (Java " + Runtime.version() + ")";
    }

    /** Tributary's version, such as {@code 1.2.3}. */
    public static String number() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read version.properties from the runtime's jar", e);
        }
    }
}
