package io.tributary.collector.chunk;

import java.util.Objects;

/**
 * A container instance's log as the kubelet lays it out; known from paths alone.
 *
 * @param podDirectory whole name of the pod's directory: {@code <namespace>_<pod>_<id>}
 * @param container name of the container's directory
 * @param restart restart count, the number in the file's name; 0 or more
 * @param containerId from a link whose other parts agree with the directory; {@code null} when not known
 * @param linkPath absolute path of the link in the folder of links, as found or as the kubelet would name it
 * @param podLogPath absolute path under {@code pods}, without a rotation suffix
 */
public record LogSource(
        String podDirectory, String container, int restart, String containerId, String linkPath, String podLogPath) {

    /** Checks that nothing but the container id is missing. */
    public LogSource {
        Objects.requireNonNull(podDirectory, "podDirectory is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(linkPath, "linkPath is null");
        Objects.requireNonNull(podLogPath, "podLogPath is null");
        if (restart < 0) {
            throw new IllegalArgumentException("restart is " + restart + ": it counts from 0");
        }
    }
}
