package io.tributary.schemas;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Builds and takes apart the one key that raw, metadata and output records share:
 * {@code <cluster>/<pod directory name>}, so that order is kept per pod and a reused pod name is another key.
 */
public final class RecordKeys {

    private static final Pattern CLUSTER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private static final String HEARTBEAT = "watcher-heartbeat";

    private RecordKeys() {}

    /**
     * The key of a pod.
     *
     * @param cluster cluster name, see {@link #checkCluster}
     * @param podDirectory whole name of the pod's directory under {@code /var/log/pods}; not empty, no slash
     * @return {@code cluster/podDirectory}
     * @throws IllegalArgumentException naming the part that is not allowed
     */
    public static String podKey(String cluster, String podDirectory) {
        checkCluster(cluster);
        Objects.requireNonNull(podDirectory, "podDirectory is null");
        if (podDirectory.isEmpty() || podDirectory.indexOf('/') >= 0) {
            throw new IllegalArgumentException("pod directory is '" + podDirectory
                    + "': it must be a directory's name, not empty and without '/'");
        }
        return cluster + '/' + podDirectory;
    }

    /** The key of the heartbeat of a cluster's watcher; no pod directory has such a name, for it has neither uid nor underscore. */
    public static String heartbeatKey(String cluster) {
        return checkCluster(cluster) + '/' + HEARTBEAT;
    }

    /**
     * The name of the directory that the kubelet gives a pod's logs.
     *
     * @param id the pod's uid, or the config hash for a static pod
     */
    public static String podDirectory(String namespace, String pod, String id) {
        return namespace + '_' + pod + '_' + id;
    }

    /** The cluster of a key, all before the first slash. */
    public static String clusterOf(String key) {
        return key.substring(0, slash(key));
    }

    /** The pod directory name of a key, all behind the first slash. */
    public static String podDirectoryOf(String key) {
        return key.substring(slash(key) + 1);
    }

    /**
     * Refuses a cluster name that cannot be part of keys and topic names.
     *
     * @return the name itself
     * @throws IllegalArgumentException if it is not 1 to 128 letters, digits, dots, underscores or dashes
     */
    public static String checkCluster(String cluster) {
        if (cluster == null || !CLUSTER.matcher(cluster).matches()) {
            throw new IllegalArgumentException("cluster name is '" + cluster
                    + "': use 1 to 128 letters, digits, dots, underscores or dashes, a letter or digit first");
        }
        return cluster;
    }

    private static int slash(String key) {
        int slash = key.indexOf('/');
        if (slash <= 0) {
            throw new IllegalArgumentException("key is '" + key + "': expected <cluster>/<pod directory name>");
        }
        return slash;
    }
}
