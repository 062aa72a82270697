package io.tributary.enricher.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate with its key, made by the JDK's keytool. */
final class TestCertificate {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path directory;
    private final String name;
    private final KeyStore store;

    private TestCertificate(Path directory, String name, KeyStore store) {
        this.directory = directory;
        this.name = name;
        this.store = store;
    }

    /** A certificate for 127.0.0.1 with this common name. */
    static TestCertificate of(Path directory, String name) throws IOException, GeneralSecurityException {
        Path file = directory.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD)))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".keytool").toFile())
                .start();
        try {
            if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
                throw new IOException(Files.readString(directory.resolve(name + ".keytool")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        }
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new TestCertificate(directory, name, store);
    }

    /** What a server needs that shows this certificate and trusts that of a client. */
    SSLContext server(TestCertificate client) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(client.name, client.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** A PEM file with the certificate. */
    Path certificateFile() throws IOException, GeneralSecurityException {
        return pem("crt", "CERTIFICATE", certificate().getEncoded());
    }

    /** A PEM file with the key. */
    Path keyFile() throws IOException, GeneralSecurityException {
        return pem("key", "PRIVATE KEY", store.getKey(name, PASSWORD).getEncoded());
    }

    private Certificate certificate() throws GeneralSecurityException {
        return store.getCertificate(name);
    }

    private Path pem(String ending, String label, byte[] der) throws IOException {
        String text = "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
        return Files.writeString(directory.resolve(name + "." + ending), text);
    }
}
