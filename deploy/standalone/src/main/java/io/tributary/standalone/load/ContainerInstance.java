package io.tributary.standalone.load;

import io.tributary.schemas.RecordKeys;
import java.util.Objects;

/**
 * One instance of a container, named as the kubelet names its files.
 *
 * @param podId the pod's uid, or its config hash for a static pod
 * @param containerId 64 hexadecimal digits
 * @param restart how often the container was started before, 0 or more
 */
public record ContainerInstance(
        String namespace, String pod, String podId, String container, String containerId, int restart) {

    private static final int LONGEST_LINK_NAME = 251;

    /** Refuses nulls. */
    public ContainerInstance {
        Objects.requireNonNull(namespace, "namespace is null");
        Objects.requireNonNull(pod, "pod is null");
        Objects.requireNonNull(podId, "podId is null");
        Objects.requireNonNull(container, "container is null");
        Objects.requireNonNull(containerId, "containerId is null");
    }

    /** Name of the pod's directory under {@code pods}. */
    public String podDirectory() {
        return RecordKeys.podDirectory(namespace, pod, podId);
    }

    /** Name of the link under {@code containers}, cut as the kubelet cuts it. */
    public String linkName() {
        String name = pod + '_' + namespace + '_' + container + '-' + containerId;
        return name.substring(0, Math.min(name.length(), LONGEST_LINK_NAME)) + ".log";
    }

    /** The name under which this instance's lines of one stream are numbered. */
    public String series(String stream) {
        return podDirectory() + '/' + container + '/' + restart + '/' + stream;
    }

    /** The instance that follows when the container is started again. */
    public ContainerInstance restarted(String newContainerId) {
        return new ContainerInstance(namespace, pod, podId, container, newContainerId, restart + 1);
    }
}
