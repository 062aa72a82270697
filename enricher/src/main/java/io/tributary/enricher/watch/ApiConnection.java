package io.tributary.enricher.watch;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** How the API server is reached: by kubeconfig, by an address and a token file, or from inside the cluster. */
final class ApiConnection {

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String HOST = "KUBERNETES_SERVICE_HOST";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";

    private ApiConnection() {}

    /** By a kubeconfig file, its current context. */
    static Config kubeconfig(Path file) {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "kubeconfig '" + file + "' cannot be read: check the path and its permissions");
        }
        Config config = Config.fromKubeconfig(new File(file.toString()));
        Path tokenFile = tokenFile(file, config);
        if (tokenFile != null) {
            config.setOauthTokenProvider(new TokenFile(tokenFile));
        }
        return enduring(config);
    }

    /**
     * By address.
     *
     * @param tokenFile read again for every request; {@code null} for a server that asks for none
     * @param caFile certificate of who signed the server's; {@code null} for those that Java trusts
     */
    static Config server(String url, Path tokenFile, Path caFile) {
        Config config = Config.empty();
        config.setMasterUrl(url);
        if (tokenFile != null) {
            config.setOauthTokenProvider(new TokenFile(tokenFile));
        }
        if (caFile != null) {
            config.setCaCertFile(caFile.toString());
        }
        return enduring(config);
    }

    /**
     * From inside a pod, by its service account.
     *
     * @throws IllegalArgumentException if this is no pod, naming the other ways
     */
    static Config inCluster(Map<String, String> environment) {
        return inCluster(environment, ACCOUNT);
    }

    /** As {@link #inCluster(Map)}, with the folder of the service account named. */
    static Config inCluster(Map<String, String> environment, Path account) {
        String host = environment.get(HOST);
        String port = environment.get(PORT);
        if (host == null || port == null) {
            throw new IllegalArgumentException("there is no " + HOST + " and " + PORT
                    + " in the environment, so this is no pod: set pods.file, kubeconfig or api.server");
        }
        String address = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return server("https://" + address + ":" + port, account.resolve("token"), account.resolve("ca.crt"));
    }

    /** The address without a slash at its end, as rows show it. */
    static String address(Config config) {
        String url = config.getMasterUrl();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    // The library passes over a user's tokenFile, which is how a token that is replaced now and then is given.
    private static Path tokenFile(Path kubeconfig, Config config) {
        if (config.getCurrentContext() == null) {
            return null;
        }
        String user = config.getCurrentContext().getContext().getUser();
        try (InputStream in = Files.newInputStream(kubeconfig)) {
            return Serialization.unmarshal(in, io.fabric8.kubernetes.api.model.Config.class).getUsers().stream()
                    .filter(named -> named.getName().equals(user))
                    .map(named -> named.getUser().getTokenFile())
                    .filter(Objects::nonNull)
                    .map(path -> kubeconfig.toAbsolutePath().resolveSibling(path))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new IllegalArgumentException("kubeconfig '" + kubeconfig + "' cannot be read: " + e.getMessage(), e);
        }
    }

    private static Config enduring(Config config) {
        // A WebSocket that a proxy accepts and never serves would never be noticed.
        config.setOnlyHttpWatches(true);
        // The informer tries again by itself; but without one hidden try the library tells nobody of a connection that
        // failed.
        config.setRequestRetryBackoffLimit(1);
        // Doubled up to 32 times, which is less than a line is held for its pod; a random part, so that all who lost
        // the server do not return together.
        config.setWatchReconnectInterval(150 + RandomGenerator.getDefault().nextInt(100));
        config.setConnectionTimeout(10_000);
        config.setRequestTimeout(30_000);
        return config;
    }
}
