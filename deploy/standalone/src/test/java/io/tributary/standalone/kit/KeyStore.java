package io.tributary.standalone.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A key with its self-signed certificate in a PKCS#12 file, made by the JDK's own keytool. As a trust store it stands for that
 * certificate.
 */
public record KeyStore(Path file) {

    private static final String PASSWORD = "only-for-tests";
    private static final long LIMIT_SECONDS = 30;

    /** Makes one for this machine, in a new file. */
    public static KeyStore make(Path file, String commonName) throws Exception {
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keyalg",
                        "EC",
                        "-alias",
                        commonName,
                        "-dname",
                        "CN=" + commonName,
                        "-ext",
                        "san=ip:127.0.0.1"))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).as("exit code of keytool").isZero();
        return new KeyStore(file);
    }

    /** Kafka's settings for showing this key and trusting that one. */
    public Map<String, String> trusting(KeyStore other, String prefix) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(prefix + "ssl.keystore.location", file.toString());
        settings.put(prefix + "ssl.keystore.password", PASSWORD);
        settings.put(prefix + "ssl.keystore.type", "PKCS12");
        settings.put(prefix + "ssl.truststore.location", other.file.toString());
        settings.put(prefix + "ssl.truststore.password", PASSWORD);
        settings.put(prefix + "ssl.truststore.type", "PKCS12");
        return settings;
    }
}
