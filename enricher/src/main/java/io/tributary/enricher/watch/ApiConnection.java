package io.tributary.enricher.watch;

import io.fabric8.kubernetes.client.Config;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
        return enduring(Config.fromKubeconfig(new File(file.toString())));
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
        String host = environment.get(HOST);
        String port = environment.get(PORT);
        if (host == null || port == null) {
            throw new IllegalArgumentException("there is no " + HOST + " and " + PORT
                    + " in the environment, so this is no pod: set pods.file, kubeconfig or api.server");
        }
        String address = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return server("https://" + address + ":" + port, ACCOUNT.resolve("token"), ACCOUNT.resolve("ca.crt"));
    }

    /** The address without a slash at its end, as rows show it. */
    static String address(Config config) {
        String url = config.getMasterUrl();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static Config enduring(Config config) {
        // A WebSocket that a proxy accepts and never serves would never be noticed.
        config.setOnlyHttpWatches(true);
        // The informer tries again by itself; hidden tries only delay the news that something is wrong.
        config.setRequestRetryBackoffLimit(0);
        config.setWatchReconnectInterval(1_000);
        config.setConnectionTimeout(10_000);
        config.setRequestTimeout(30_000);
        return config;
    }
}
