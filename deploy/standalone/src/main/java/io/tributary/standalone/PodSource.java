package io.tributary.standalone;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where pods and namespaces are heard of. */
public sealed interface PodSource {

    /** The watcher's keys for it; empty if there is nothing to watch. */
    Optional<Map<String, String>> watcherKeys();

    /** Nowhere: events bear only what the path tells. */
    record None() implements PodSource {
        @Override
        public Optional<Map<String, String>> watcherKeys() {
            return Optional.empty();
        }
    }

    /**
     * A file as {@code kubectl get pods,namespaces -A -o json} writes it.
     *
     * @param apiServerUrl what {@code master_url} shows, or null
     */
    record FromFile(Path file, String apiServerUrl) implements PodSource {
        @Override
        public Optional<Map<String, String>> watcherKeys() {
            Map<String, String> file =
                    Map.of("pods.file", file().toAbsolutePath().toString());
            return Optional.of(apiServerUrl == null ? file : with(file, apiServerUrl));
        }

        private static Map<String, String> with(Map<String, String> file, String url) {
            return Map.of("pods.file", file.get("pods.file"), "api.server.url", url);
        }
    }

    /** The API server of a kubeconfig's current context. */
    record FromKubeconfig(Path file) implements PodSource {
        @Override
        public Optional<Map<String, String>> watcherKeys() {
            return Optional.of(Map.of("kubeconfig", file.toAbsolutePath().toString()));
        }
    }

    /** An API server by URL; a token is set with {@code api.token.file}. */
    record FromApiServer(String url) implements PodSource {
        @Override
        public Optional<Map<String, String>> watcherKeys() {
            return Optional.of(Map.of("api.server", url));
        }
    }
}
